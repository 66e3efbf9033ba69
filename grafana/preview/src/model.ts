// What a page is made of: a dashboard as it is committed, and what Prometheus answered.
import type { DataFrame, FieldConfigSource, DataTransformerConfig } from '@grafana/data';

export type Labels = Record<string, string>;

export type Series = { labels: Labels; samples: Array<[seconds: number, value: number]> };

export type Answer = { ref: string; stepSeconds: number; series: Series[] };

export type Target = {
  refId: string;
  legendFormat?: string;
  format?: 'time_series' | 'table' | 'heatmap';
};

export type Panel = {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  timeFrom?: string;
  targets?: Target[];
  transformations?: DataTransformerConfig[];
  fieldConfig?: FieldConfigSource;
  // Each kind of panel has options of its own; whoever draws it knows them.
  options: any;
};

export type Dashboard = { uid: string; title: string; timezone: string; panels: Panel[] };

export type Region = { name: string; colour: string; from: number; to: number };

export type View = {
  dashboard: Dashboard;
  answers: Record<string, { from: number; to: number; answers: Answer[] }>;
  regions: Region[];
  chosen: Record<string, string>;
  range: string;
  width: number;
};

// One panel that is ready to be drawn: its frames have names, units and colours already.
export type Drawing = {
  panel: Panel;
  frames: DataFrame[];
  from: number;
  to: number;
  timeZone: string;
  regions: Region[];
  width: number;
  height: number;
};
