// One bar a series, with its number.
import { VizOrientation, getDisplayValueAlignmentFactors } from '@grafana/data';
import { BarGaugeNamePlacement } from '@grafana/schema';
import { BarGauge, VizRepeater, useTheme2 } from '@grafana/ui';
import type { Drawing } from '../model';
import { useValues } from './values';

export function BarGauges(drawing: Drawing) {
  const { panel, frames, width, height } = drawing;
  const theme = useTheme2();
  const { options } = panel;
  const values = useValues(drawing);
  return (
    <VizRepeater
      getValues={values}
      getAlignmentFactors={(all) => getDisplayValueAlignmentFactors(all)}
      renderValue={({ value, alignmentFactors, orientation, width, height, count }) => (
        <BarGauge
          value={value.display}
          field={value.field}
          display={value.view?.getFieldDisplayProcessor(value.colIndex!)}
          orientation={orientation}
          displayMode={options.displayMode}
          valueDisplayMode={options.valueMode}
          namePlacement={options.namePlacement ?? BarGaugeNamePlacement.Auto}
          showUnfilled={options.showUnfilled}
          alignmentFactors={count > 1 ? alignmentFactors : undefined}
          width={width}
          height={height}
          theme={theme}
        />
      )}
      width={width}
      height={height}
      minVizWidth={options.minVizWidth}
      minVizHeight={options.minVizHeight}
      maxVizHeight={options.maxVizHeight}
      source={frames}
      itemSpacing={10}
      renderCounter={0}
      orientation={options.orientation as VizOrientation}
    />
  );
}
