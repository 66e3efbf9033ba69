// A panel to which nothing was answered says so in its own words.
import { useTheme2 } from '@grafana/ui';
import type { Drawing } from '../model';

export function Nothing({ panel, width, height }: Drawing) {
  const { secondary } = useTheme2().colors.text;
  const middle = { display: 'grid', placeItems: 'center', width, height, color: secondary };
  return <div style={middle}>{panel.fieldConfig?.defaults.noValue}</div>;
}
