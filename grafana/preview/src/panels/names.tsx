// The names of rows, at the left of what is drawn by hand.
import { type DataFrame, type Field, FieldType, getFieldDisplayName } from '@grafana/data';
import { measureText, useTheme2 } from '@grafana/ui';

export type Row = { name: string; times: Field; field: Field };

export function rowsOf(frames: DataFrame[]): Row[] {
  return frames.flatMap((frame) => {
    const times = frame.fields.find((field) => field.type === FieldType.time)!;
    return frame.fields
      .filter((field) => field !== times)
      .map((field) => ({ name: getFieldDisplayName(field, frame, frames), times, field }));
  });
}

export function widest(names: string[]): number {
  return Math.max(...names.map((name) => measureText(name, 12).width)) + 12;
}

export function Names({ names, right, height }: { names: string[]; right: number; height: number }) {
  const { primary } = useTheme2().colors.text;
  return (
    <g fontSize={12} fill={primary} textAnchor="end" dominantBaseline="central">
      {names.map((name, at) => (
        <text key={name} x={right - 8} y={(at + 0.5) * height}>
          {name}
        </text>
      ))}
    </g>
  );
}
