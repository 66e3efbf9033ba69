// The values of a panel that shows one a series, with their names, texts and colours.
import { type FieldDisplay, getFieldDisplayValues } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import type { Drawing } from '../model';

export function useValues({ panel, frames, timeZone }: Drawing): () => FieldDisplay[] {
  const theme = useTheme2();
  return () =>
    getFieldDisplayValues({
      fieldConfig: panel.fieldConfig!,
      reduceOptions: panel.options.reduceOptions,
      replaceVariables: (text) => text,
      theme,
      data: frames,
      timeZone,
    });
}
