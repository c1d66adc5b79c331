/** What the language promises of blocks; `fixtures.test.ts` holds each to PyTorch. */
import { describe, expect, test } from 'vitest'
import {
  type ArgValue,
  type AnyModule,
  type BlockDefinition,
  Param,
  ShapeError,
  type Tree,
  Trace,
  dim,
  elements,
  fuse,
  modulesOf,
  parametersOf,
  moduleOf,
  stateDict,
} from '../graph-core/symbolic'
import { rowContext } from '../tests/row-context'
import { builtin } from '.'
import { fixtureCase } from './tests/fixture-cases'

const named = (name: string, family: 'ultralytics' | 'ultralytics83' = 'ultralytics') =>
  builtin.resolve(name, fixtureCase(`${family}/SPPF/0`).target, ['ultralytics', 'graft']) as BlockDefinition
const contextAt = (more: Parameters<typeof rowContext>[0]) => rowContext({ repeats: 2, ...more })
const names = (module: AnyModule) => [...stateDict(module)].map(([name]) => name)
const leafNames = (module: AnyModule) => [...modulesOf(module)].map((m) => m.definition.name)

test('SPPF differs between 8.3.63 and 8.4 by data only: the activation of cv1, and two arguments', () => {
  const [older, newer] = [fixtureCase('ultralytics83/SPPF/0'), fixtureCase('ultralytics/SPPF/0')]
  const identities = (module: AnyModule) => leafNames(module).filter((name) => name === 'Identity').length
  expect({
    names: names(older.build()).join() === names(newer.build()).join(),
    identities: [identities(older.build()), identities(newer.build())],
    args: [Object.keys(named('SPPF', 'ultralytics83').args), Object.keys(named('SPPF').args)],
  }).toEqual({
    names: true,
    identities: [0, 1],
    args: [
      ['c1', 'c2', 'k'],
      ['c1', 'c2', 'k', 'n', 'shortcut'],
    ],
  })
})

test('a Sequential inside a block names its weights fc.0.weight, fc.2.weight', () => {
  expect(names(fixtureCase('attention/SEAttention/0').build())).toEqual(['fc.0.weight', 'fc.2.weight'])
})

test('a shared activation counts once over two rows', () => {
  const { env } = fixtureCase('ultralytics/Conv/0')
  const model = env()
  const rows = [named('Conv').construct(model, [3, 16, 3]), named('C2f').construct(model, [16, 16, 1])]
  const separate = rows.map((row) => modulesOf(row).size)
  expect([separate, new Set(rows.flatMap((row) => [...modulesOf(row)])).size]).toEqual([[4, 16], 4 + 16 - 1])
})

test('nn.Conv2d, [64, 128, 3] followed by a Conv that expects 64 channels fails in the Conv', () => {
  const { env } = fixtureCase('ultralytics/Conv/0')
  const trace = new Trace()
  const conv2d = builtin.resolve('nn.Conv2d', env().target, [])!
  const wide = trace.call(
    (conv2d as { construct(args: readonly ArgValue[]): AnyModule }).construct([64, 128, 3]),
    trace.input({ shape: [1, 64, 8, 8], dtype: 'f32' }),
  )
  expect(() => trace.call(named('Conv').construct(env(), [64, 32, 1]), wide)).toThrow('expected 64 channels, got 128')
})

describe('C3k2', () => {
  const argsAt = (scale: string, cells: readonly ArgValue[], family?: 'ultralytics83') =>
    named('C3k2', family).row(cells, contextAt({ scale }))

  test.each(['m', 'l', 'x', 'mlx', ''])('takes the deeper form at scale "%s"', (scale) => {
    expect([argsAt(scale, [128, false, 0.25]), argsAt(scale, [128, false], 'ultralytics83')]).toEqual([
      [64, 128, 2, true, 0.25],
      [64, 128, 2, true],
    ])
  })

  test.each(['n', 's', 't'])('keeps what the row says at scale "%s"', (scale) => {
    expect(argsAt(scale, [128, false, 0.25])).toEqual([64, 128, 2, false, 0.25])
  })

  test('needs its second argument at a large scale', () => {
    expect(() => argsAt('m', [128])).toThrow(ShapeError)
  })

  test('ends the legacy class branch', () => {
    expect([named('C3k2').endsLegacy, named('C2f').endsLegacy]).toEqual([true, false])
  })
})

describe('heads read their rows’ channels:', () => {
  const r = contextAt({ channels: [64, 128, 256] })

  test('Detect of 8.4 is printed with reg_max and end2end', () => {
    expect(named('Detect').row([80], r)).toEqual([80, 16, null, [64, 128, 256]])
  })

  test('Detect of 8.3 with channels only', () => {
    expect(named('Detect', 'ultralytics83').row([80], r)).toEqual([80, [64, 128, 256]])
  })

  test('RTDETRDecoder as its second argument', () => {
    expect(named('RTDETRDecoder').row([80, 128], r)).toEqual([80, [64, 128, 256], 128])
  })
})

describe('Detect', () => {
  test('starts with biases that expect 5 objects of some class in a 640 px image', () => {
    const module = fixtureCase('ultralytics/Detect/0').build()
    const { tree, args } = moduleOf(module)
    const biases = [...named('Detect').initialise(tree as Tree, args, [8, 16, 32])].map(([, value]) => value)
    const cls = (stride: number) => ({ kind: 'constant', value: Math.log(5 / 5 / (640 / stride) ** 2) })
    const box = { kind: 'constant', value: 2 }
    expect(biases).toEqual([box, cls(8), box, cls(16), box, cls(32)])
  })

  test('freezes the projection of its distances', () => {
    const frozen = [...stateDict(fixtureCase('ultralytics/Detect/0').build())].filter(([, t]) => t instanceof Param && t.frozen)
    expect(frozen.map(([name]) => name)).toEqual(['dfl.conv.weight'])
  })

  test('that needs no NMS keeps only the branch it answers with when fused', () => {
    const fused = fuse(fixtureCase('ultralytics/Detect/4').build(), { freezes: true })
    expect(new Set(names(fused).map((name) => name.split('.')[0]))).toEqual(new Set(['one2one_cv2', 'one2one_cv3']))
  })
})

describe('CloAttention with free sizes', () => {
  const guardsAt = (multiple: number) => {
    const [h, w] = [dim.symbol('h', 8 * multiple, multiple), dim.symbol('w', 12 * multiple, multiple)]
    return new Set(
      fixtureCase('attention/CloAttention/0')
        .trace('eval', [[1, 16, h, w]])
        .trace.guards.map((g) => `${g.kind}: ${g.why}`),
    )
  }

  test('says that its windows decide', () => {
    expect(guardsAt(1)).toContain('baked: CloAttention pools windows of 4×4')
  })

  test('has nothing to say where windows always divide the map', () => {
    expect(guardsAt(4)).toEqual(new Set())
  })

  test('refuses a map that windows do not divide', () => {
    expect(() => fixtureCase('attention/CloAttention/0').trace('eval', [[1, 16, 10, 12]])).toThrow('do not divide a map of 10×12')
  })
})

test('RT-DETR cannot choose 300 places of the small image that measures GFLOPs', () => {
  const module = named('RTDETRDecoder').construct(fixtureCase('ultralytics/Conv/0').env(), [80, [8, 8, 8]])
  const trace = new Trace()
  const maps = [4, 2, 1].map((size) => trace.input({ shape: [1, 8, size, size], dtype: 'f32' }))
  expect(() => trace.call(module, maps)).toThrow('the best 300 of 21')
})

describe('heads have the parameters that real models print:', () => {
  test.each<[string, string, readonly ArgValue[], boolean, number]>([
    ['YOLOv8n', 'Detect', [80, 16, false, [64, 128, 256]], true, 897664],
    ['YOLO11n', 'Detect', [80, 16, null, [64, 128, 256]], false, 464912],
    ['YOLO26n', 'Detect', [80, 1, true, [64, 128, 256]], false, 309656],
    ['RT-DETR-l', 'RTDETRDecoder', [80, [256, 256, 256]], true, 7466252],
  ])('%s', (_, name, args, legacy, params) => {
    const head = fixtureCase(`ultralytics/Detect/${legacy ? 0 : 1}`)
    const modules = modulesOf(named(name).construct(head.env(), args))
    expect([...parametersOf(modules)].reduce((n, p) => n + elements(p.shape), 0)).toBe(params)
  })
})
