// The words that stand for the colours of states.
import { type Field, type ValueMapping, MappingType } from '@grafana/data';
import { VizLayout, VizLegend, useTheme2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import type { Drawing } from '../model';

type Around = Pick<Drawing, 'panel' | 'width' | 'height'> & {
  field: Field;
  children: (width: number, height: number) => ReactNode;
};

export function WithLegend({ panel, field, width, height, children }: Around) {
  const { visualization } = useTheme2();
  const { placement, displayMode } = panel.options.legend;
  const items = (field.config.mappings ?? []).flatMap(words).map(({ text, color }) => ({
    label: text ?? '',
    color: visualization.getColorByName(color ?? ''),
    yAxis: 1,
  }));
  const legend = (
    <VizLayout.Legend placement={placement}>
      <VizLegend items={items} placement={placement} displayMode={displayMode} readonly />
    </VizLayout.Legend>
  );
  return (
    <VizLayout width={width} height={height} legend={legend}>
      {children}
    </VizLayout>
  );
}

function words(mapping: ValueMapping) {
  return mapping.type === MappingType.ValueToText ? Object.values(mapping.options) : [];
}
