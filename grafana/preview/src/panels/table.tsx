// Rows and columns; every row is in the page, for whoever reads it.
import { TableNG } from '@grafana/ui/unstable';
import type { Drawing } from '../model';

export function Rows({ panel, frames, width, height }: Drawing) {
  return (
    <TableNG
      data={frames[0]}
      width={width}
      height={height}
      noHeader={!panel.options.showHeader}
      cellHeight={panel.options.cellHeight}
      sortBy={panel.options.sortBy}
      fieldConfig={panel.fieldConfig}
      enableVirtualization={false}
    />
  );
}
