// States over time: equal neighbours are one band; where nothing is known it stays empty.
import type { Drawing } from '../model';
import { AXIS_HEIGHT, TimeAxis } from './axis';
import { StateCell } from './cells';
import { WithLegend } from './legend';
import { Names, type Row, rowsOf, widest } from './names';

type Band = { value: number; from: number; to: number };

function bands({ times, field }: Row): Band[] {
  const step = times.config.interval!;
  const found: Band[] = [];
  times.values.forEach((from: number, at: number) => {
    const last = found[found.length - 1];
    const value: number = field.values[at];
    if (last && last.to === from && last.value === value) {
      last.to = from + step;
    } else {
      found.push({ value, from, to: from + step });
    }
  });
  return found;
}

export function StateTimeline(drawing: Drawing) {
  const { panel, frames, from, to, timeZone } = drawing;
  const rows = rowsOf(frames);
  const names = rows.map((row) => row.name);
  const left = widest(names);
  return (
    <WithLegend {...drawing} field={rows[0].field}>
      {(width, height) => {
        const wide = width - left;
        const high = (height - AXIS_HEIGHT) / rows.length;
        const at = (moment: number) => left + ((Math.min(to, Math.max(from, moment)) - from) / (to - from)) * wide;
        const thick = high * panel.options.rowHeight;
        return (
          <svg width={width} height={height}>
            <Names names={names} right={left} height={high} />
            {rows.map((row, number) =>
              bands(row).map((band) => (
                <StateCell
                  key={`${row.name} ${band.from}`}
                  field={row.field}
                  value={band.value}
                  x={at(band.from)}
                  width={at(band.to) - at(band.from)}
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
