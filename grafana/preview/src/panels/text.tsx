// A text in Markdown.
import { renderMarkdown } from '@grafana/data';
import type { Drawing } from '../model';

export function Note({ panel }: Drawing) {
  const html = renderMarkdown(panel.options.content);
  return <div className="markdown-html" dangerouslySetInnerHTML={{ __html: html }} />;
}
