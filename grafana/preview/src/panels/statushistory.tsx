// One cell a sample, with its time in the middle.
import type { Drawing } from '../model';
import { AXIS_HEIGHT, TimeAxis } from './axis';
import { StateCell } from './cells';
import { WithLegend } from './legend';
import { Names, rowsOf, widest } from './names';

export function StatusHistory(drawing: Drawing) {
  const { panel, frames, timeZone } = drawing;
  const rows = rowsOf(frames);
  const names = rows.map((row) => row.name);
  const left = widest(names);
  const step = rows[0].times.config.interval!;
  const moments: number[] = rows.flatMap((row) => row.times.values);
  const from = Math.min(...moments) - step / 2;
  const to = Math.max(...moments) + step / 2;
  return (
    <WithLegend {...drawing} field={rows[0].field}>
      {(width, height) => {
        const wide = width - left;
        const high = (height - AXIS_HEIGHT) / rows.length;
        const each = (step / (to - from)) * wide;
        const broad = each * panel.options.colWidth;
        const thick = high * panel.options.rowHeight;
        return (
          <svg width={width} height={height}>
            <Names names={names} right={left} height={high} />
            {rows.map((row, number) =>
              row.times.values.map((moment: number, at: number) => (
                <StateCell
                  key={`${row.name} ${moment}`}
                  field={row.field}
                  value={row.field.values[at]}
                  x={left + ((moment - from) / (to - from)) * wide - broad / 2}
                  width={broad}
                  y={number * high + (high - thick) / 2}
                  height={thick}
                />
              ))
            )}
            <TimeAxis from={from} to={to} left={left} width={wide} top={height - AXIS_HEIGHT} timeZone={timeZone} />
          </svg>
        );
      }}
    </WithLegend>
  );
}
