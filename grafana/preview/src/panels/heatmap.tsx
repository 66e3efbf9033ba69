// How many samples fell into each bucket over time.
import { FieldType } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { useLayoutEffect, useRef } from 'react';
import type { Drawing } from '../model';
import { AXIS_HEIGHT, TimeAxis } from './axis';

const LEFT = 56;

export function Heatmap({ panel, frames, from, to, timeZone, width, height }: Drawing) {
  const { exponent } = panel.options.color;
  const theme = useTheme2();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [{ fields }] = frames;
  const [times] = fields.filter((field) => field.type === FieldType.time);
  const buckets = fields.filter((field) => field !== times);
  const high = (height - AXIS_HEIGHT) / buckets.length;
  const wide = width - LEFT;
  useLayoutEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    const most = Math.max(...buckets.flatMap((field) => field.values.map(Number)));
    const at = (moment: number) => ((moment - from) / (to - from)) * wide;
    const each = Math.max(1, Math.ceil(at(from + times.config.interval!)));
    context.fillStyle = theme.visualization.getColorByName('light-blue');
    buckets.forEach((field, number) => {
      const y = height - AXIS_HEIGHT - (number + 1) * high;
      field.values.forEach((count: number, column: number) => {
        if (count > 0) {
          context.globalAlpha = 0.15 + 0.85 * (count / most) ** exponent;
          context.fillRect(at(times.values[column]), y, each, high - 1);
        }
      });
    });
  });
  return (
    <div style={{ position: 'relative', width, height }}>
      <canvas ref={canvas} width={wide} height={height - AXIS_HEIGHT} style={{ position: 'absolute', left: LEFT }} />
      <svg width={width} height={height} fontSize={12} fill={theme.colors.text.secondary}>
        {buckets.map((field, number) => (
          <text key={field.name} x={LEFT - 6} y={height - AXIS_HEIGHT - number * high - 2} textAnchor="end">
            {field.name} s
          </text>
        ))}
        <TimeAxis from={from} to={to} left={LEFT} width={wide} top={height - AXIS_HEIGHT} timeZone={timeZone} />
      </svg>
    </div>
  );
}
