// Curves, areas and bars over time, with regions behind them.
import { cacheFieldDisplayNames, dateTime } from '@grafana/data';
import { TimeSeries, type UPlotConfigBuilder, preparePlotFrame, useTheme2 } from '@grafana/ui';
import { useLayoutEffect } from 'react';
import type { Drawing, Region } from '../model';

export function Curves({ panel, frames, from, to, timeZone, regions, width, height }: Drawing) {
  const range = { from: dateTime(from), to: dateTime(to) };
  return (
    <TimeSeries
      frames={frames}
      structureRev={1}
      timeRange={{ ...range, raw: range }}
      timeZone={timeZone}
      preparePlotFrame={joined}
      legend={panel.options.legend}
      width={width}
      height={height}
    >
      {(config) => <Regions config={config} regions={regions} />}
    </TimeSeries>
  );
}

// The colour of a curve comes from its name, which joining forgets.
function joined(...given: Parameters<typeof preparePlotFrame>) {
  const frame = preparePlotFrame(...given);
  if (frame) {
    cacheFieldDisplayNames([frame]);
  }
  return frame;
}

function Regions({ config, regions }: { config: UPlotConfigBuilder; regions: Region[] }) {
  const { visualization } = useTheme2();
  useLayoutEffect(() => {
    config.addHook('drawClear', (plot) => {
      const { left, top, width, height } = plot.bbox;
      for (const { colour, from, to } of regions) {
        const begin = Math.max(left, plot.valToPos(from, 'x', true));
        const end = Math.min(left + width, plot.valToPos(to, 'x', true));
        plot.ctx.fillStyle = visualization.getColorByName(colour);
        plot.ctx.globalAlpha = 0.12;
        plot.ctx.fillRect(begin, top, Math.max(1, end - begin), height);
        plot.ctx.globalAlpha = 1;
      }
    });
  }, [config, regions, visualization]);
  return null;
}
