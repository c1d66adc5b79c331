import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { analyze } from '../analysis'
import { parse } from '../yaml/parse'
import { builtin } from '../../kernels'
import { bytesSource } from './byte-source'
import type { CheckpointErrorCode } from './checkpoint-error'
import { openCheckpoint } from './open-checkpoint'
import { type TensorFacts, factsOf, fixture, jsonFixture, onlyFacts } from './tests/fixture'
import { tryMutations, tryOpen } from './tests/mutate'

const open = (name: string) => openCheckpoint(bytesSource(fixture(name)))

/** Of the files their maker wants refused, and of those that may be: by which rule we do. */
const refusals: Record<string, CheckpointErrorCode> = {
  'unknown_class.pt': 'no-tensors',
  'evil.pt': 'unsafe',
  'evil_legacy.pt': 'unsafe',
  'evil_eval.pt': 'unsafe',
  'evil_raw.pkl': 'unsafe',
  'truncated.pt': 'bad-zip',
  'truncated_64.pt': 'bad-zip',
  'truncated_legacy.pt': 'bad-pickle',
  'garbage.pt': 'unknown-format',
  'empty.pt': 'empty',
  'huge_claim.pt': 'missing-values',
  'shape_past_storage.pt': 'bad-tensor',
  'negative_shape.pt': 'bad-tensor',
  'negative_offset.pt': 'bad-tensor',
  'missing_storage.pt': 'missing-values',
  'traversal_key.pt': 'bad-tensor',
  'zip_bomb.pt': 'too-much',
  'no_pickle.pt': 'no-pickle',
  'deep_nesting.pt': 'no-tensors',
  'memo_bomb.pt': 'too-much',
}

const expectations = Object.entries(jsonFixture<Record<string, string>>('expected.json')).filter(([name]) => /\.(pt|pkl)$/.test(name))

test.each(expectations)('%s: %s', async (name) => {
  expect(await tryOpen(fixture(name))).toBe(refusals[name] ?? 'ok')
  expect(existsSync('PWNED')).toBe(false)
})

test('what must be refused is in the list, and what is ok is not', () => {
  const wrong = expectations.filter(([name, what]) => (what.startsWith('reject') ? !refusals[name] : what === 'ok' && refusals[name]))
  expect(wrong).toEqual([])
})

test.each(['state_dict.pt', 'legacy.pt', 'state_dict.safetensors', 'nested_dict.pt'])(
  'every tensor of %s is what PyTorch says it is',
  async (name) => {
    const { tensors } = jsonFixture<{ tensors: TensorFacts[] }>('state_dict.json')
    const found = await Promise.all([...(await open(name)).tensors.values()].map(factsOf))
    expect(found).toEqual(tensors.map(onlyFacts))
  },
)

interface Pickled {
  readonly file: string
  readonly params: number
  readonly tensors: readonly TensorFacts[]
}
const pickled = [
  ...jsonFixture<Pickled[]>('ultralytics_style.json'),
  ...[jsonFixture<Pickled | Pickled[]>('ultralytics_style_83.json')].flat(),
].map((each) => ({ ...each, file: each.file ?? 'ultralytics_style_83.pt' }))

test.each(pickled)('the state_dict of the model in $file is what PyTorch says it is, in its order', async ({ file, tensors }) => {
  expect(await Promise.all([...(await open(file)).tensors.values()].map(factsOf))).toEqual(tensors.map(onlyFacts))
})

test('a checkpoint of a trainer says what it is', async () => {
  const { format, meta } = await open('ultralytics_style_ema.pt')
  const { yaml, ...rest } = meta
  expect({ format, ...rest, yaml: yaml?.split('\n').slice(0, 7) }).toEqual({
    format: 'pt',
    from: 'ema',
    class: 'ultralytics.nn.tasks.DetectionModel',
    task: 'detect',
    epoch: 7,
    date: '2024-01-02T03:04:05.678901',
    version: '8.4.104',
    nc: 3,
    names: { 0: 'cls0', 1: 'cls1', 2: 'cls2' },
    stride: [4, 8],
    args: { imgsz: 64, epochs: 3, lr0: 0.01, data: 'coco8.yaml', names: ['a', 'b'] },
    other: expect.objectContaining({ best_fitness: 0.123 }) as unknown,
    yaml: ['nc: 3', 'depth_multiple: 1.0', 'width_multiple: 1.0', 'ch: 3', '', 'backbone:', '  - [-1, 1, Conv, [8, 3, 2]]'],
  })
})

test.each(pickled)('the YAML in $file opens as the model it was', async ({ file, params }) => {
  const { meta } = await open(file)
  const report = analyze(parse(meta.yaml!).document, builtin, { target: file.includes('_83') ? 'ultralytics@8.3.63' : 'ultralytics@8.4' })
  expect({ params: report.totals.params, errors: report.issues.filter((i) => i.severity === 'error') }).toEqual({ params, errors: [] })
})

test('only what describes the tensors is read until values are asked for', async () => {
  const bytes = fixture('ultralytics_style.pt')
  let read = 0
  const { tensors } = await openCheckpoint({
    size: bytes.length,
    read: (offset, length) => {
      read += length
      return bytesSource(bytes).read(offset, length)
    },
  })
  const opened = read
  await tensors.get('model.0.bn.weight')!.read()
  // The end of the file is looked through for the directory; then the directory, the pickle and the strides.
  expect({ opened: opened < 65_600 + 16_000 + 33_000 + 100, value: read - opened }).toEqual({ opened: true, value: 30 + 8 * 2 })
})

test.each(['state_dict.pt', 'legacy.pt', 'state_dict.safetensors', 'ultralytics_style_yolo26.pt'])(
  '%s cut off anywhere is refused',
  async (name) => {
    const bytes = fixture(name)
    const cuts = Array.from({ length: Math.ceil(bytes.length / 64) }, (_, i) => 64 * i)
    const read = []
    for (const cut of cuts) if ((await tryOpen(bytes.subarray(0, cut))) === 'ok') read.push(cut)
    expect(read).toEqual([])
  },
)

test('files changed at random are read or refused, soon', async () => {
  const { failures, outcomes } = await tryMutations(Number(process.env['GRAFT_SEED'] ?? 1), 220)
  expect(failures).toEqual([])
  expect(outcomes.size).toBeGreaterThan(5) // else the changes reach one check alone
})
