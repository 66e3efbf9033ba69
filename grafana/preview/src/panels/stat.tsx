// One big value a series.
import { VizOrientation, getDisplayValueAlignmentFactors } from '@grafana/data';
import { BigValue, VizRepeater, useTheme2 } from '@grafana/ui';
import type { Drawing } from '../model';
import { useValues } from './values';

export function Stats(drawing: Drawing) {
  const { panel, frames, width, height } = drawing;
  const theme = useTheme2();
  const { options } = panel;
  const values = useValues(drawing);
  return (
    <VizRepeater
      getValues={values}
      getAlignmentFactors={(all) => getDisplayValueAlignmentFactors(all)}
      renderValue={({ value, alignmentFactors, width, height, count }) => (
        <BigValue
          value={value.display}
          count={count}
          colorMode={options.colorMode}
          graphMode={options.graphMode}
          justifyMode={options.justifyMode}
          textMode={options.textMode}
          alignmentFactors={alignmentFactors}
          disableWideLayout={!options.wideLayout}
          width={width}
          height={height}
          theme={theme}
        />
      )}
      width={width}
      height={height}
      source={frames}
      itemSpacing={3}
      renderCounter={0}
      autoGrid
      orientation={options.orientation as VizOrientation}
    />
  );
}
