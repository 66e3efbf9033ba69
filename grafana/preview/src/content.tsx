// Which component draws which kind of panel.
import type { ComponentType } from 'react';
import type { Drawing } from './model';
import { BarChart } from './panels/barchart';
import { BarGauges } from './panels/bargauge';
import { Heatmap } from './panels/heatmap';
import { Nothing } from './panels/nothing';
import { Stats } from './panels/stat';
import { StateTimeline } from './panels/statetimeline';
import { StatusHistory } from './panels/statushistory';
import { Rows } from './panels/table';
import { Note } from './panels/text';
import { Curves } from './panels/timeseries';

const KINDS: Record<string, ComponentType<Drawing>> = {
  barchart: BarChart,
  bargauge: BarGauges,
  heatmap: Heatmap,
  stat: Stats,
  'state-timeline': StateTimeline,
  'status-history': StatusHistory,
  table: Rows,
  text: Note,
  timeseries: Curves,
};

export function Content(drawing: Drawing) {
  const { panel, frames } = drawing;
  const Kind = KINDS[panel.type];
  if (!Kind) {
    throw new Error(`no such kind of panel: ${panel.type}`);
  }
  const empty = frames.every((frame) => frame.length === 0);
  return panel.targets && empty ? <Nothing {...drawing} /> : <Kind {...drawing} />;
}
