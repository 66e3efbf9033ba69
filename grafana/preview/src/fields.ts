// Names, units, thresholds, mappings and colours of fields, by Grafana's own rules. The list of
// what a field may be configured with is not published and is made by hand here.
import {
  type DataFrame,
  type FieldConfigPropertyItem,
  type FieldConfigSource,
  FieldConfigOptionsRegistry,
  type GrafanaTheme2,
  applyFieldOverrides,
  cacheFieldDisplayNames,
} from '@grafana/data';
import type { Panel } from './model';
import { putIn } from './variables';

const STANDARD = [
  'color',
  'decimals',
  'displayName',
  'filterable',
  'links',
  'mappings',
  'max',
  'min',
  'noValue',
  'thresholds',
  'unit',
];
const CUSTOM = 'custom.';

export function configured(
  panel: Panel,
  frames: DataFrame[],
  theme: GrafanaTheme2,
  timeZone: string,
  chosen: Record<string, string>
): DataFrame[] {
  const fieldConfig = withLowestStep(panel.fieldConfig ?? { defaults: {}, overrides: [] });
  const made = applyFieldOverrides({
    data: frames,
    fieldConfig,
    fieldConfigRegistry: properties(fieldConfig),
    replaceVariables: (text) => putIn(text, chosen),
    theme,
    timeZone,
  });
  cacheFieldDisplayNames(made);
  return made;
}

function properties(fieldConfig: FieldConfigSource): FieldConfigOptionsRegistry {
  const inDefaults = Object.keys(fieldConfig.defaults.custom ?? {});
  const inOverrides = fieldConfig.overrides
    .flatMap((rule) => rule.properties.map((property) => property.id))
    .filter((id) => id.startsWith(CUSTOM))
    .map((id) => id.slice(CUSTOM.length));
  return new FieldConfigOptionsRegistry(() => [
    ...STANDARD.map((name) => property(name, name, false)),
    ...[...new Set([...inDefaults, ...inOverrides])].map((name) => property(CUSTOM + name, name, true)),
  ]);
}

function property(id: string, path: string, isCustom: boolean): FieldConfigPropertyItem {
  return {
    id,
    path,
    name: id,
    isCustom,
    process: (value) => value,
    shouldApply: () => true,
    editor: () => null,
    override: () => null,
  };
}

// JSON has no infinity: the lowest threshold is written as null.
function withLowestStep(fieldConfig: FieldConfigSource): FieldConfigSource {
  return JSON.parse(JSON.stringify(fieldConfig), (key, value) => {
    if (key === 'steps' && Array.isArray(value)) {
      return value.map((step) => ({ ...step, value: step.value ?? -Infinity }));
    }
    return value;
  });
}
