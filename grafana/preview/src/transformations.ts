// The steps between an answer and a panel: Grafana's own, by the names that dashboards use.
import {
  type DataFrame,
  type DataTransformerInfo,
  standardTransformers,
  standardTransformersRegistry,
  transformDataFrame,
} from '@grafana/data';
import { firstValueFrom } from 'rxjs';
import type { Panel } from './model';

const USED: DataTransformerInfo[] = [
  standardTransformers.calculateFieldTransformer,
  standardTransformers.convertFieldTypeTransformer,
  standardTransformers.groupingToMatrixTransformer,
  standardTransformers.mergeTransformer,
  standardTransformers.organizeFieldsTransformer,
  standardTransformers.sortByTransformer,
];

standardTransformersRegistry.setInit(() =>
  USED.map((info) => ({
    id: info.id,
    name: info.name,
    transformation: () => Promise.resolve(info),
    editor: () => null,
    imageDark: '',
    imageLight: '',
  }))
);

export async function transformed(panel: Panel, frames: DataFrame[]): Promise<DataFrame[]> {
  const steps = panel.transformations ?? [];
  const unknown = steps.filter((step) => !standardTransformersRegistry.getIfExists(step.id));
  if (unknown.length > 0) {
    throw new Error(`no such transformation: ${unknown.map((step) => step.id).join(', ')}`);
  }
  return firstValueFrom(transformDataFrame(steps, frames));
}
