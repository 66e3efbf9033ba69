// Prometheus' answers in the forms in which Grafana's data source hands them to a panel.
import { type DataFrame, type Field, FieldType, createDataFrame, renderLegendFormat } from '@grafana/data';
import type { Answer, Panel, Series, Target } from './model';

const MILLISECONDS = 1000;

export function framesOf(panel: Panel, answers: Answer[]): DataFrame[] {
  const targets = panel.targets ?? [];
  return targets.flatMap((target) => {
    const answer = answers.find((each) => each.ref === target.refId);
    if (!answer || answer.series.length === 0) {
      return [];
    }
    switch (target.format) {
      case 'table':
        return [table(target, answer, targets.length > 1)];
      case 'heatmap':
        return [buckets(answer)];
      default:
        return answer.series.map((series) => curve(target, answer, series));
    }
  });
}

function times(stamps: number[], stepSeconds: number): Field {
  const values = stamps.map((seconds) => seconds * MILLISECONDS);
  const config = { interval: stepSeconds * MILLISECONDS };
  return { name: 'Time', type: FieldType.time, config, values };
}

function curve(target: Target, answer: Answer, series: Series): DataFrame {
  const legend = target.legendFormat;
  const value: Field = {
    name: 'Value',
    type: FieldType.number,
    labels: series.labels,
    config: legend ? { displayNameFromDS: renderLegendFormat(legend, series.labels) } : {},
    values: series.samples.map(([, value]) => value),
  };
  const stamps = series.samples.map(([seconds]) => seconds);
  return createDataFrame({ refId: answer.ref, fields: [times(stamps, answer.stepSeconds), value] });
}

function table(target: Target, answer: Answer, several: boolean): DataFrame {
  const last = answer.series.map((series) => series.samples[series.samples.length - 1]);
  const names = [...new Set(answer.series.flatMap((series) => Object.keys(series.labels)))].sort();
  const labels = names.map((name) => ({
    name,
    type: FieldType.string,
    config: {},
    values: answer.series.map((series) => series.labels[name] ?? ''),
  }));
  const value = {
    name: several ? `Value #${target.refId}` : 'Value',
    type: FieldType.number,
    config: {},
    values: last.map(([, value]) => value),
  };
  const stamps = times(last.map(([seconds]) => seconds), answer.stepSeconds);
  return createDataFrame({ refId: answer.ref, fields: [stamps, ...labels, value] });
}

// Buckets of Prometheus hold what is below a limit; a heatmap shows what is between two.
function buckets(answer: Answer): DataFrame {
  const sorted = [...answer.series].sort((a, b) => limit(a) - limit(b));
  const known = new Set(sorted.flatMap((series) => series.samples.map(([seconds]) => seconds)));
  const stamps = [...known].sort((a, b) => a - b);
  let below = stamps.map(() => 0);
  const fields = sorted.map((series): Field => {
    const found = new Map(series.samples);
    const counts = stamps.map((seconds, at) => found.get(seconds) ?? below[at]);
    const values = counts.map((count, at) => Math.max(0, count - below[at]));
    below = counts;
    return { name: series.labels.le, type: FieldType.number, config: {}, values };
  });
  return createDataFrame({ refId: answer.ref, fields: [times(stamps, answer.stepSeconds), ...fields] });
}

function limit(series: Series): number {
  return series.labels.le === '+Inf' ? Infinity : Number(series.labels.le);
}
