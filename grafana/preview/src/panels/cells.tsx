// A stretch of one state: its colour, and its word where there is room for it.
import { type Field, formattedValueToString } from '@grafana/data';
import { measureText, useTheme2 } from '@grafana/ui';

type Cell = { field: Field; value: number; x: number; width: number; y: number; height: number };

export function StateCell({ field, value, x, width, y, height }: Cell) {
  const theme = useTheme2();
  const shown = field.display!(value);
  const text = formattedValueToString(shown);
  const fits = measureText(text, 12).width + 8 < width;
  const colour = shown.color ?? theme.colors.text.disabled;
  return (
    <g data-state={text}>
      <rect x={x} y={y} width={Math.max(1, width)} height={height} fill={colour} fillOpacity={0.8} />
      {fits && (
        <text
          x={x + width / 2}
          y={y + height / 2}
          fontSize={12}
          fill={theme.colors.getContrastText(colour)}
          textAnchor="middle"
          dominantBaseline="central"
        >
          {text}
        </text>
      )}
    </g>
  );
}
