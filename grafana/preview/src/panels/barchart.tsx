// One group of bars for each value of a field.
import { type Field, FieldType, formattedValueToString, getFieldDisplayName, getFieldSeriesColor } from '@grafana/data';
import { VizLayout, VizLegend, useTheme2 } from '@grafana/ui';
import type { Drawing } from '../model';

const LEFT = 56;
const BOTTOM = 18;
const TICKS = 4;

export function BarChart({ panel, frames, width, height }: Drawing) {
  const theme = useTheme2();
  const { options } = panel;
  const [frame] = frames;
  const names = frame.fields.find((field) => getFieldDisplayName(field, frame) === options.xField)!;
  const bars = frame.fields.filter((field) => field !== names && field.type === FieldType.number);
  const top = nice(Math.max(...bars.flatMap((field) => field.values.map(Number))));
  const items = bars.map((field) => ({
    label: getFieldDisplayName(field, frame),
    color: getFieldSeriesColor(field, theme).color,
    yAxis: 1,
  }));
  const legend = (
    <VizLayout.Legend placement={options.legend.placement}>
      <VizLegend items={items} placement={options.legend.placement} displayMode={options.legend.displayMode} readonly />
    </VizLayout.Legend>
  );
  return (
    <VizLayout width={width} height={height} legend={legend}>
      {(width, height) => (
        <svg width={width} height={height} fontSize={12} fill={theme.colors.text.secondary}>
          <Scale field={bars[0]} top={top} width={width} height={height - BOTTOM} />
          <Groups names={names} bars={bars} top={top} width={width - LEFT} height={height - BOTTOM} options={options} />
        </svg>
      )}
    </VizLayout>
  );
}

// The next of 1, 2 and 5 times a power of ten.
function nice(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(highest || 1));
  return power * ([1, 2, 5].find((each) => highest <= each * power) ?? 10);
}

function Scale({ field, top, width, height }: { field: Field; top: number; width: number; height: number }) {
  const { weak } = useTheme2().colors.border;
  return Array.from({ length: TICKS + 1 }, (_, at) => {
    const y = height - ((height - 8) * at) / TICKS;
    return (
      <g key={at}>
        <line x1={LEFT} x2={width} y1={y} y2={y} stroke={weak} />
        <text x={LEFT - 6} y={y} textAnchor="end" dominantBaseline="central">
          {formattedValueToString(field.display!((top * at) / TICKS))}
        </text>
      </g>
    );
  });
}

type Grouped = { names: Field; bars: Field[]; top: number; width: number; height: number; options: any };

function Groups({ names, bars, top, width, height, options }: Grouped) {
  const theme = useTheme2();
  const each = width / names.values.length;
  const broad = (each * options.groupWidth) / bars.length;
  return names.values.map((name: string, at: number) => (
    <g key={name}>
      <text x={LEFT + (at + 0.5) * each} y={height + 14} textAnchor="middle">
        {name}
      </text>
      {bars.map((field, number) => {
        const shown = field.display!(field.values[at]);
        const high = ((height - 8) * (Number(field.values[at]) || 0)) / top;
        return (
          <rect
            key={number}
            data-bar
            x={LEFT + (at + 0.5) * each + (number - bars.length / 2) * broad}
            y={height - high}
            width={broad * options.barWidth}
            height={high}
            fill={shown.color ?? getFieldSeriesColor(field, theme).color}
            fillOpacity={0.7}
          />
        );
      })}
    </g>
  ));
}
