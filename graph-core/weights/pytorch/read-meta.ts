/** What a checkpoint of a trainer says of itself. */
import type { CheckpointMeta, Json } from '../checkpoint'
import type { PyObject } from '../pickle/values'
import { type PyValue } from '../pickle/values'
import type { FoundWeights } from './find-weights'
import { modelYaml } from './model-yaml'
import { plain } from './plain'
import { TensorRecord } from './tensor-record'

/** What has a place of its own, or is not about the model. */
const known = new Set(['epoch', 'date', 'version', 'train_args', 'names', 'nc', 'stride', 'task', 'yaml', 'args'])

/** `values` reads a small tensor, as a model's strides are. */
export async function readMeta(
  root: PyValue,
  { path, model }: FoundWeights,
  values: (record: TensorRecord) => Promise<ArrayLike<number>>,
): Promise<CheckpointMeta> {
  const outer = root instanceof Map && (path.length > 0 || model !== null) ? root : new Map<PyValue, PyValue>()
  const look = (...names: string[]): PyValue | undefined => {
    for (const name of names)
      for (const found of [model?.get(name), outer.get(name)]) if (found !== undefined && found !== null) return found
    return undefined
  }
  const args = plain(look('train_args', 'args', 'opt'))
  const stride = look('stride')
  const yaml = modelYaml(look('yaml'))
  return withoutUndefined({
    from: path.length > 0 ? path.join('.') : undefined,
    class: model?.type.path,
    task: text(look('task')) ?? text(isObject(args) ? args['task'] : undefined) ?? taskOf(model),
    epoch: number(plain(look('epoch'))),
    date: text(look('date')),
    version: text(look('version')),
    nc: number(plain(look('nc'))) ?? number(plain(ofYaml(look('yaml'), 'nc'))),
    names: plain(look('names')),
    stride: stride instanceof TensorRecord ? (stride.count <= 16 ? Array.from(await values(stride)) : undefined) : plain(stride),
    args,
    yaml: yaml ?? undefined,
    other: otherFacts(outer),
  })
}

/** The libraries call a model's class after its task. */
function taskOf(model: PyObject | null): string | undefined {
  const name = /\.(Detection|Segmentation|Pose|OBB|Classification|RTDETRDetection)Model$/.exec(model?.type.path ?? '')?.[1]
  return name === undefined ? undefined : tasks[name as keyof typeof tasks]
}

const tasks = {
  Detection: 'detect',
  RTDETRDetection: 'detect',
  Segmentation: 'segment',
  Pose: 'pose',
  OBB: 'obb',
  Classification: 'classify',
} as const

const ofYaml = (yaml: PyValue | undefined, key: string) => (yaml instanceof Map ? yaml.get(key) : undefined)

/** The numbers and texts beside the weights, such as a best fitness. */
function otherFacts(outer: ReadonlyMap<PyValue, PyValue>): { [key: string]: Json } | undefined {
  const facts = [...outer].flatMap(([key, value]): [string, Json][] => {
    if (typeof key !== 'string' || known.has(key)) return []
    const fact = plain(value)
    return typeof fact === 'number' || typeof fact === 'string' || typeof fact === 'boolean' ? [[key, fact]] : []
  })
  return facts.length === 0 ? undefined : Object.fromEntries(facts.slice(0, 100))
}

const number = (value: Json | undefined) => (typeof value === 'number' ? value : undefined)
const text = (value: PyValue | Json | undefined) => (typeof value === 'string' ? value.slice(0, 200) : undefined)
const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function withoutUndefined(meta: { readonly [K in keyof CheckpointMeta]: CheckpointMeta[K] | undefined }): CheckpointMeta {
  return Object.fromEntries(Object.entries(meta).filter(([, value]) => value !== undefined))
}
