import { expect, test } from 'vitest'
import { bytesSource } from '../byte-source'
import { openCheckpoint } from '../open-checkpoint'
import { type TensorFacts, factsOf, fixture, jsonFixture } from '../tests/fixture'

const facts = jsonFixture<Record<string, TensorFacts[]>>('initialisers.json')
const beside = (name: string) => Promise.resolve(bytesSource(fixture(name)))

test.each(Object.keys(facts))('every initialiser of %s is what the onnx package wrote, however it lies there', async (name) => {
  const { tensors } = await openCheckpoint(bytesSource(fixture(name)), beside)
  expect(await Promise.all([...tensors.values()].map(factsOf))).toEqual(facts[name])
})

test('what a network says of itself is told', async () => {
  const { format, meta } = await openCheckpoint(bytesSource(fixture('initialisers.onnx')))
  expect({ format, meta }).toEqual({ format: 'onnx', meta: { task: 'detect', stride: 32, names: "{0: 'a'}", other: { author: 'x' } } })
})

test.each(['../../etc/secret.', '/etc/passwd/../..', 'C:\\temp\\weights.x'.slice(0, 17)])(
  'a network that names %s as a file beside it is refused',
  async (name) => {
    const bytes = Buffer.from(fixture('initialisers_outside.onnx').toString('latin1').replace('initialisers.data', name), 'latin1')
    const opening = openCheckpoint(bytesSource(bytes), (file) => expect.fail(`${file} was opened`))
    await expect(opening).rejects.toMatchObject({ code: 'unsupported' })
  },
)

test('without a way to files beside it, a network that needs one is refused', async () => {
  await expect(openCheckpoint(bytesSource(fixture('initialisers_outside.onnx')))).rejects.toMatchObject({ code: 'unsupported' })
})

test('a network cut off anywhere is refused', async () => {
  const bytes = fixture('initialisers.onnx')
  const outcomes = Array.from({ length: Math.ceil(bytes.length / 64) }, (_, i) =>
    openCheckpoint(bytesSource(bytes.subarray(0, 64 * i))).then(
      () => 'ok',
      (error: { name: string }) => error.name,
    ),
  )
  expect([...new Set(await Promise.all(outcomes))].sort()).toEqual(['CheckpointError'])
})
