import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFolder, graft } from './tests/run-cli'

const fixtures = join(import.meta.dirname, '../../graph-core/weights/fixtures')
const fixture = (name: string) => join(fixtures, name)
const json = <T>(name: string) => JSON.parse(readFileSync(fixture(name), 'utf8')) as T
const { path, write } = createFolder()

interface Listed {
  readonly format: string
  readonly meta: { readonly from?: string; readonly yaml?: string }
  readonly tensors: readonly { name: string; dtype: string; shape: number[]; sha256?: string }[]
}

async function weightsOf(...args: string[]): Promise<Listed> {
  const { code, out, err } = await graft('weights', ...args, '--json')
  expect([code, err]).toEqual([0, ''])
  return JSON.parse(out) as Listed
}

test.each([
  ['state_dict.pt', 'pt'],
  ['legacy.pt', 'pt-legacy'],
  ['state_dict.safetensors', 'safetensors'],
])('every tensor of %s is listed with the hash PyTorch computed', async (name, format) => {
  const { tensors } = json<{ tensors: { name: string; dtype: string; shape: number[]; sha256_f32: string }[] }>('state_dict.json')
  const listed = await weightsOf(fixture(name), '--hash')
  expect({ format: listed.format, tensors: listed.tensors }).toEqual({
    format,
    tensors: tensors.map(({ name: each, dtype, shape, sha256_f32 }) => ({ name: each, dtype, shape, sha256: sha256_f32 })),
  })
})

test('without --hash no values are read, and none are told', async () => {
  const { tensors } = await weightsOf(fixture('ok_handmade.pt'))
  expect(tensors).toEqual([{ name: 'w', dtype: 'F32', shape: [2, 2] }])
})

test('the YAML of a checkpoint is one that Graft opens', async () => {
  const { meta } = await weightsOf(fixture('ultralytics_style_ema.pt'))
  const { code, out } = await graft('info', write('own.yaml', meta.yaml!), '--json')
  expect({ from: meta.from, code, params: (JSON.parse(out) as { totals: { params: number } }).totals.params }).toEqual({
    from: 'ema',
    code: 0,
    params: 103_214,
  })
})

test('people get the facts and a table', async () => {
  const { code, out } = await graft('weights', fixture('ultralytics_style_ema.pt'))
  const lines = out.split('\n')
  expect({ code, head: lines.slice(0, 4), tail: lines.slice(-2) }).toMatchInlineSnapshot(`
    {
      "code": 0,
      "head": [
        "format        PyTorch",
        "from          ema",
        "class         ultralytics.nn.tasks.DetectionModel",
        "task          detect",
      ],
      "tail": [
        "model.8.dfl.conv.weight                 F16  [1, 16, 1, 1]",
        "135 tensors, 104,019 values, 0.2 MB",
      ],
    }
  `)
})

test('a network in ONNX is listed, with values that lie beside it', async () => {
  const listed = await weightsOf(fixture('initialisers_outside.onnx'), '--hash')
  const [expected] = json<Record<string, { sha256_f32: string }[]>>('initialisers.json')['initialisers_outside.onnx']!
  expect([listed.format, listed.tensors.map((t) => t.sha256)]).toEqual(['onnx', [expected!.sha256_f32]])
})

const expectations = Object.entries(json<Record<string, string>>('expected.json'))
const mayBeEither = [
  'unknown_class.pt',
  'evil.pt',
  'evil_legacy.pt',
  'evil_eval.pt',
  'evil_raw.pkl',
  'zip_bomb.pt',
  'deep_nesting.pt',
  'memo_bomb.pt',
]

test.each(expectations)('%s (%s): refused in a line with status 3, or listed', async (name, what) => {
  const { code, out, err } = await graft('weights', fixture(name), '--json')
  const isRefused = mayBeEither.includes(name) || what.startsWith('reject') || name === 'bad_dup_keys.safetensors'
  expect(code).toBe(isRefused ? 3 : 0)
  if (isRefused) {
    expect([out, err.split('\n').length]).toEqual(['', 1])
    expect(err).toMatch(/^graft weights: .*(cannot be read as weights|is not read): .+\. .+\.$/)
  }
  expect(readdirSync('.').includes('PWNED')).toBe(false)
})

test('a file that would run something is told by what it wanted to run', async () => {
  expect((await graft('weights', fixture('evil.pt'))).err).toBe(
    `graft weights: ${fixture('evil.pt')} is not read: the file asks to call "posix.system". ` +
      'Nothing of it was run. Ask its maker for a .safetensors file, and do not open this one in PyTorch.',
  )
})

test('a name that would move the cursor is shown as an escape', async () => {
  const header = '{"a\\u001b[2Jb":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}'
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  const { out } = await graft('weights', write('names.safetensors', Buffer.concat([length, Buffer.from(header), Buffer.alloc(1)])))
  expect([out.includes('\u001b'), out.includes('a\\x1b[2Jb')]).toEqual([false, true])
})

test.each([
  ['no file', [], 2],
  ['a file that is not there', [path('none.pt')], 3],
  ['a folder', [fixtures], 3],
  ['an option there is not', [fixture('ok_handmade.pt'), '--what'], 2],
])('%s ends with its status', async (_, args, status) => {
  const { code, out, err } = await graft('weights', ...args)
  expect({ code, out, isOneLine: err.split('\n').length <= 2 }).toEqual({ code: status, out: '', isOneLine: true })
  expect(existsSync(path('none.pt'))).toBe(false)
})
