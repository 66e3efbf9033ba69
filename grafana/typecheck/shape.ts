// What a dashboard must look like, put together from the types that Grafana publishes. Our JSON
// writes enums as their values; Plain<> allows that, and nothing else.
import type * as schema from '@grafana/schema';
import type * as barchart from '@grafana/schema/dist/esm/raw/composable/barchart/panelcfg/x/BarChartPanelCfg_types.gen';
import type * as bargauge from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type * as heatmap from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as statetimeline from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type * as statushistory from '@grafana/schema/dist/esm/raw/composable/statushistory/panelcfg/x/StatusHistoryPanelCfg_types.gen';
import type * as table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as text from '@grafana/schema/dist/esm/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen';
import type * as timeseries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

type Plain<T> = T extends string
  ? `${T}`
  : T extends number | boolean | null | undefined
    ? T
    : T extends Array<infer U>
      ? Array<Plain<U>>
      : unknown extends T
        ? T
        : T extends object
          ? { [K in keyof T]: Plain<T[K]> }
          : T;

type Exchanged<T, U> = Omit<T, keyof U> & U;

// The library writes every threshold's base as null, as Grafana itself does in JSON.
type Threshold = { color: string; value: number | null };
type Thresholds = { mode: `${schema.ThresholdsMode}`; steps: Threshold[] };

// Grafana publishes no type of what Prometheus is asked.
type Query = Plain<schema.DataQuery> & {
  expr: string;
  format?: 'time_series' | 'table' | 'heatmap';
  instant: boolean;
  range: boolean;
  legendFormat?: string;
  editorMode?: 'code';
  interval?: string;
};

type Fields<Custom> = {
  defaults: Exchanged<
    Plain<schema.FieldConfig>,
    { custom?: Plain<Partial<Custom>>; thresholds?: Thresholds }
  >;
  overrides: Array<{
    matcher: { id: string; options?: unknown };
    properties: Array<{ id: string; value?: unknown }>;
  }>;
};

type Shown<Type extends string, Options, Custom> = Exchanged<
  Plain<schema.Panel>,
  {
    type: Type;
    options: Plain<Options>;
    fieldConfig: Fields<Custom>;
    targets: Query[];
  }
>;

type Note = Exchanged<
  Plain<schema.Panel>,
  { type: 'text'; options: Plain<text.Options>; fieldConfig?: Fields<never>; targets?: never }
>;

type None = Record<string, never>;

export type Panels = {
  barchart: Shown<'barchart', Partial<barchart.Options>, barchart.FieldConfig>;
  bargauge: Shown<'bargauge', Partial<bargauge.Options>, None>;
  heatmap: Shown<'heatmap', Partial<heatmap.Options>, heatmap.FieldConfig>;
  row: Plain<schema.RowPanel>;
  stat: Shown<'stat', Partial<stat.Options>, None>;
  'state-timeline': Shown<'state-timeline', Partial<statetimeline.Options>, statetimeline.FieldConfig>;
  'status-history': Shown<'status-history', Partial<statushistory.Options>, statushistory.FieldConfig>;
  table: Shown<'table', Partial<table.Options>, table.FieldConfig>;
  text: Note;
  timeseries: Shown<'timeseries', Partial<timeseries.Options>, timeseries.FieldConfig>;
};

// The published type of an annotation's query is that of another data source, and knows nothing of
// what Prometheus reads from an annotation.
type Annotation = Exchanged<
  Plain<schema.AnnotationQuery>,
  {
    target: Query;
    expr: string;
    step: string;
    titleFormat: string;
    textFormat: string;
    useValueForTime: boolean;
  }
>;

export type Frame = Exchanged<
  Plain<schema.Dashboard>,
  { annotations: { list?: Annotation[] }; panels: [] }
>;
