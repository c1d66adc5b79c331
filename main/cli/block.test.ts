import { describe, expect, test } from 'vitest'
import { createFolder, graft } from './tests/run-cli'

const { path } = createFolder()

describe('one block alone', () => {
  test('tells its weights and shapes', async () => {
    expect(await graft('block', 'nn.Conv2d', '--args', '[3, 8, 3]', '--input', '1,3,40,40')).toEqual({
      code: 0,
      err: '',
      out: ['nn.Conv2d: 224 parameters, 1 module, 1 leaf', '1×3×40×40 → 1×8×38×38', '  weight  [8, 3, 3, 3]', '  bias    [8]'].join('\n'),
    })
  })

  test('in JSON', async () => {
    const { out } = await graft('block', 'nn.PReLU', '--kwargs', '{"num_parameters": 3}', '--input', '1,3,8,8', '--json')
    expect(JSON.parse(out)).toEqual({
      name: 'nn.PReLU',
      type: 'torch.nn.modules.activation.PReLU',
      target: 'ultralytics@8.4',
      params: 3,
      modules: 1,
      leaves: 1,
      inputs: [[1, 3, 8, 8]],
      out: [1, 3, 8, 8],
      state_dict: [{ name: 'weight', shape: [3] }],
    })
  })

  test('takes modules as arguments', async () => {
    const { code, out } = await graft('block', 'Conv', '--args', '[3, 8]', '--kwargs', '{"act": {"nn": "PReLU(8)"}}', '--input', '1,3,8,8')
    expect([code, out.includes('act.weight')]).toEqual([0, true])
  })

  test('reads several inputs as a list, and a head gives its training maps with --raw', async () => {
    const maps = ['--input', '1,16,8,8', '--input', '1,32,4,4']
    const { out } = await graft('block', 'Detect', '--args', '[2, 16, false, [16, 32]]', ...maps, '--raw')
    expect(out.split('\n')[1]).toBe('1×16×8×8, 1×32×4×4 → {boxes: 1×64×80, scores: 1×2×80, feats: [1×16×8×8, 1×32×4×4]}')
  })

  test('is written as ONNX with -o, and JSON names the file', async () => {
    const { code, out } = await graft('block', 'nn.ReLU', '--input', '1,3,8,8', '-o', path('relu.onnx'), '--json')
    const { files } = JSON.parse(out) as { files: { path: string }[] }
    expect([code, files.map((f) => f.path)]).toEqual([0, [path('relu.onnx')]])
  })
})

test.each<[string, string, string[], string]>([
  ['channels that do not fit', 'Conv', ['--args', '[3,8]', '--input', '1,4,8,8'], 'shape.channels'],
  ['a missing argument', 'Conv', ['--args', '[3]', '--input', '1,3,8,8'], 'arg.missing'],
  ['an unknown argument', 'Conv', ['--args', '[3,8]', '--kwargs', '{"__proto__": 1}', '--input', '1,3,8,8'], 'arg.unknown'],
  ['a size past all machines', 'Conv', ['--args', '[3,1e300]', '--input', '1,3,8,8'], 'arg.value'],
  ['repeats past all machines', 'C2f', ['--args', '[3,8,1000000000]', '--input', '1,3,8,8'], 'arg.value'],
  ['a wrong kind', 'Conv', ['--args', '["a", {"b": 1}]', '--input', '1,3,8,8'], 'arg.wrong-type'],
  ['a wrong rank', 'Conv', ['--args', '[3,8]', '--input', '3'], 'shape.rank'],
])('%s is an error', async (_, name, args, code) => {
  const { code: status, out, err } = await graft('block', name, ...args)
  expect([status, out, err.split('\n')[0]!.endsWith(`[${code}]`)]).toEqual([1, '', true])
})

describe('blocks', () => {
  test('lists every block as it is called in Python', async () => {
    const { code, out } = await graft('blocks')
    expect([code, out.split('\n').filter((line) => / (C2f|EMA|nn\.ReLU)\(/.test(line))]).toEqual([
      0,
      [
        'ultralytics  C2f(c1, c2, n=1, shortcut=False, g=1, e=0.5)',
        'graft        EMA(channels, factor=8)',
        'torch        nn.ReLU(inplace=False)',
      ],
    ])
  })

  test('have library, arguments, defaults, aliases and sources in JSON', async () => {
    const all = JSON.parse((await graft('blocks', '--json')).out) as { name: string; args: object[] }[]
    const keys = new Set(all.map((b) => Object.keys(b).join()))
    expect([[...keys], all.find((b) => b.name === 'SPPF')!.args]).toEqual([
      ['name,library,args,aliases,source,category,summary,advice,cost,demands,sizeFree,form'],
      [
        { name: 'c1', kind: 'inputChannels' },
        { name: 'c2', kind: 'channels' },
        { name: 'k', kind: 'int', default: 5 },
        { name: 'n', kind: 'int', default: 3 },
        { name: 'shortcut', kind: 'bool', default: false },
      ],
    ])
  })

  test('have the form of the target', async () => {
    const { out } = await graft('blocks', '--target', 'ultralytics@8.3.63')
    expect(out.split('\n').find((line) => line.includes('SPPF'))).toBe('ultralytics  SPPF(c1, c2, k=5)')
  })
})
