import { describe, expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { analyze, buildModel } from '../analysis'
import { issuesOf } from '../document/issues'
import { startingValues } from '../onnx/weight-source'
import { printArg } from '../symbolic'
import { namedModules } from '../onnx/model-export'
import { parse } from '../yaml/parse'
import { dialectOf, recogniseDialect } from './index'
import { readHeader } from './header'
import { scaleChannels } from './parse-rule'
import { atSize, sizedName } from './sizes'

const head = 'nc: 3\ndepth_multiple: 0.33\nwidth_multiple: 0.50\nanchors:\n  - [10, 13, 16, 30]\n  - [30, 61, 62, 45]\n'
const rows = `backbone:
  - [-1, 1, Conv, [16, 3, 2]]
  - [-1, 6, C3, [32]]
  - [-1, 1, Conv, [32, 3, 2]]
head:
  - [[1, 2], 1, Detect, [nc, anchors]]
`
const read = (text: string, target?: string) => analyze(parse(text).document, builtin, { ...(target === undefined ? {} : { target }) })
const found = (text: string, target?: string) => read(text, target).issues.map(({ code, severity }) => `${severity} ${code}`)
const header = (text: string, target = 'yolov5') => readHeader(parse(text).document, { dialect: dialectOf(target)! })

describe('a file is recognised', () => {
  test.each([
    ['by anchors and both multiples', head, 'yolov5'],
    ['not by multiples alone', 'nc: 3\ndepth_multiple: 0.33\nwidth_multiple: 0.50\n', 'ultralytics@8.4'],
    ['not where it has scales', `${head}scales: { n: [0.33, 0.25, 1024] }\n`, 'ultralytics@8.4'],
    ['not where it names another target', `${head}graft: { v: 1, target: ultralytics@8.3.63 }\n`, 'ultralytics@8.3.63'],
    ['by the release it names', `${head}graft: { v: 1, target: yolov5@6.1 }\n`, 'yolov5@6.1'],
  ])('%s', (_, text, target) => {
    expect(recogniseDialect(parse(text + rows).document).target.id).toBe(target)
  })
})

describe('the header', () => {
  test('gives what a place says: anchors times classes, box and object', () => {
    expect(header(head).header).toMatchObject({ outputs: 2 * (3 + 5), depth: 0.33, width: 0.5, channelMultiple: 8, scales: [] })
  })

  test('may say how many anchors there are in place of their sizes', () => {
    expect(header(head.replace(/anchors:[^]*$/, 'anchors: 4\n')).header).toMatchObject({ anchors: 4, outputs: 4 * (3 + 5) })
  })

  test.each(['nc', 'depth_multiple', 'width_multiple', 'anchors'])('must have %s', (key) => {
    const { issues } = header(head.replace(new RegExp(`^${key}:.*\\n(?:  - .*\\n)*`, 'm'), ''))
    expect(issues.map(({ code }) => code)).toEqual(['header.key-missing'])
  })

  test.each(['[]', '[[10, 13], 5]', '[[10]]', 'many', '2.5', '0', '-3'])('has no anchors %s', (anchors) => {
    const { issues } = header(head.replace(/anchors:[^]*$/, `anchors: ${anchors}\n`))
    expect(issues.map(({ code, where }) => [code, where.range?.[0]])).toEqual([['header.value', 4]])
  })

  test('has no scales to choose from', () => {
    const { issues } = readHeader(parse(head).document, { dialect: dialectOf('yolov5')!, scale: 'm' })
    expect(issues.map(({ code }) => code)).toEqual(['header.unknown-scale'])
  })

  test('knows what its release knows', () => {
    const text = `${head}channel_multiple: 16\nactivation: nn.ReLU()\n`
    const known = (target: string) => {
      const { channelMultiple, activation } = header(text, target).header
      return [channelMultiple, activation]
    }
    expect(['yolov5', 'yolov5@7.0', 'yolov5@6.1'].map(known)).toEqual([
      [16, 'nn.ReLU()'],
      [8, 'nn.ReLU()'],
      [8, undefined],
    ])
  })
})

test('channels are scaled unless they are what a head gives at a place', () => {
  const { header: h } = header(head)
  expect([64, 16, 20].map((c) => scaleChannels(c, h, dialectOf('yolov5')!))).toEqual([32, 16, 16])
})

test('a row may name what the library calls its own', () => {
  const text = `${head}backbone:\n  - [-1, 1, Conv, ["no", 1]]\n  - [-1, 1, nn.Conv2d, [16, na, 1]]\nhead: []\n`
  expect(read(text).rows.map((r) => r.args)).toEqual([
    [3, 16, 1],
    [16, 2, 1],
  ])
})

describe('a call in a row', () => {
  const first = (activation: string, target?: string) =>
    read(head + rows.replace('[16, 3, 2]', `[16, 3, 2, None, 1, 1, "${activation}"]`), target)

  test('is a module of torch.nn', () => {
    const { rows: all, issues } = first('nn.LeakyReLU(0.1)')
    expect([issues, printArg(all[0]!.args), [...all[0]!.leaves].map((m) => m.definition.name)]).toEqual([
      [],
      '[3, 16, 3, 2, None, 1, 1, LeakyReLU(negative_slope=0.1)]',
      ['Conv2d', 'BatchNorm2d', 'LeakyReLU'],
    ])
  })

  test.each(['torch.hub.load(1)', 'nn.LeakyReLU(slope=1)', '__import__(1)', 'eval(2)'])('is refused where it is %s', (call) => {
    expect(first(call).issues.map((i) => i.code)).toEqual(['row.literal'])
  })

  test('stays a text in Ultralytics, which evaluates none', () => {
    expect(first('nn.LeakyReLU(0.1)', 'ultralytics@8.4').rows[0]!.args.at(-1)).toBe('nn.LeakyReLU(0.1)')
  })
})

describe('read by another library', () => {
  test('a file with anchors is what Ultralytics says of it, and YOLOv5 is proposed', () => {
    expect(found(head + rows, 'ultralytics@8.4')).toEqual(['warning header.other-target', 'error arg.too-many'])
    expect(read(head + rows, 'ultralytics@8.4').issues[0]).toMatchObject({
      where: { range: [5, 3, 6, 21] },
      cure: 'Choose YOLOv5 as the target.',
    })
  })

  test('a file with scales lacks what YOLOv5 asks for', () => {
    const text = 'nc: 3\nscales: { n: [0.33, 0.25, 1024] }\nbackbone:\n  - [-1, 1, Conv, [16, 3, 2]]\nhead: []\n'
    expect(found(text, 'yolov5')).toEqual([...new Array<string>(3).fill('error header.key-missing'), 'warning header.other-target'])
  })

  test('its own file is nothing to speak of', () => {
    expect([issuesOf(parse(head + rows).document), found(head + rows), found(head + rows, 'yolov5@7.0')]).toEqual([[], [], []])
  })
})

describe('modules are counted', () => {
  const counts = (target: string) => read(head + rows, target).totals

  test('as leaves now and all of them in releases', () => {
    expect(['yolov5', 'yolov5@7.0'].map((t) => counts(t).layers)).toEqual([counts('yolov5').leaves, counts('yolov5').modules])
  })

  test('with an activation in each Conv before 7.0', () => {
    const convs = 1 + (3 + 2 * 2) + 1
    expect(counts('yolov5@6.1').leaves - counts('yolov5').leaves).toBe(convs - 1)
  })

  test('with the same parameters in all of them', () => {
    expect(new Set(['yolov5', 'yolov5@7.0', 'yolov5@6.1'].map((t) => counts(t).params)).size).toBe(1)
  })
})

describe('GFLOPs', () => {
  const inThree = (text: string) => ['yolov5', 'yolov5@7.0', 'yolov5@6.1'].map((target) => read(text, target).totals.gflops)

  test('are measured on the full image now where the small one fails, and not printed by releases', () => {
    const windows = rows.replace('head:', '  - [-1, 1, nn.MaxPool2d, [16, 16]]\nhead:')
    expect(inThree(head + windows).map((gflops) => gflops === null)).toEqual([false, true, true])
  })

  test('of a stem with more channels than the image are printed by the oldest release alone, which looks at the image', () => {
    const focus = rows.replace('Conv, [16, 3, 2]', 'Focus, [16, 3]')
    expect(inThree(head + focus).map((gflops) => gflops === null)).toEqual([true, true, false])
  })
})

describe('rows of release 6.1', () => {
  test('know no block that came later', () => {
    const crossed = head + rows.replace('C3, [32]', 'C3x, [32]')
    expect(found(crossed, 'yolov5@7.0')).toEqual([])
    expect(read(crossed, 'yolov5@6.1').issues).toMatchObject([
      { code: 'header.other-target', fixes: [{ kind: 'target', target: 'yolov5' }] },
      { code: 'row.unknown-module', cure: 'Did you mean C3?' },
    ])
  })

  const conv = (target: string) => found(head + rows.replace('[16, 3, 2]', '[16, 3, 2, None, 1, False]'), target)

  test('have the activation where later ones have the dilation', () => {
    expect([conv('yolov5@6.1'), conv('yolov5')]).toEqual([[], ['error arg.value']])
  })
})

describe('Detect', () => {
  test.each([
    ['other levels than anchors', rows.replace('[[1, 2], 1', '[[0, 1, 2], 1'), 'arg.value'],
    ['no anchors in its row', rows.replace('[nc, anchors]', '[nc]'), 'arg.missing'],
    ['anchors of one number', rows.replace('[nc, anchors]', '[nc, [[1], [2]]]'), 'arg.wrong-type'],
    ['levels with other numbers of anchors', rows.replace('[nc, anchors]', '[nc, [[1, 2], [1, 2, 3, 4]]]'), 'arg.value'],
  ])('is refused with %s', (_, text, code) => {
    expect(read(head + text).issues.map((i) => i.code)).toEqual([code])
  })

  test('that is given a number of anchors keeps places for their sizes', () => {
    expect(read(head + rows.replace('[nc, anchors]', '[nc, 1]')).rows.at(-1)!.args).toEqual([
      3,
      [
        [0, 1],
        [0, 1],
      ],
      [16, 16],
    ])
  })

  /** Anchors and biases of a fresh model's head. */
  function start(text: string) {
    const model = buildModel(parse(text).document, builtin)
    return [...startingValues(namedModules(model), model.strides).values()].map((init) =>
      init.kind === 'values' ? init.values() : init.kind === 'uniform' ? init.shift!() : null,
    )
  }

  test('starts with anchors in cells, and biases that expect 8 objects in a 640 px image', () => {
    const [anchors, first, second] = start(head + rows)
    const bias = (stride: number) => [
      0,
      0,
      0,
      0,
      Math.log(8 / (640 / stride) ** 2),
      ...new Array<number>(3).fill(Math.log(0.6 / (3 - 0.99999))),
    ]
    expect([anchors, first, second]).toEqual([
      [...[10, 13, 16, 30].map((a) => a / 2), ...[30, 61, 62, 45].map((a) => a / 4)],
      [...bias(2), ...bias(2)],
      [...bias(4), ...bias(4)],
    ])
  })

  test('turns anchors around that run against its strides', () => {
    const reversed = head.replace(/ {2}- .*\n {2}- .*\n/, '  - [30, 61, 62, 45]\n  - [10, 13, 16, 30]\n')
    expect(start(reversed + rows)[0]).toEqual(start(head + rows)[0])
  })
})

describe('sizes', () => {
  test('are two numbers of the file, everything else is kept', () => {
    const text = `# mine\n${head.replace('0.50', '0.50 # width')}${rows}`
    expect(atSize(text, 'm')).toBe(text.replace('0.33', '0.67').replace('0.50', '0.75'))
  })

  test.each([
    ['yolov5m', { size: 'm', base: 'yolov5s' }],
    ['yolov5x6', { size: 'x', base: 'yolov5s6' }],
    ['yolov5n-seg', { size: 'n', base: 'yolov5s-seg' }],
    ['yolov5-p6', undefined],
    ['yolov5nano', undefined],
    ['yolov3', undefined],
  ])('of %s', (name, size) => {
    expect(sizedName(name)).toEqual(size)
  })
})

test('a file without scales is opened at none', () => {
  expect(readHeader(parse(head).document, { scale: '' }).issues).toEqual([])
})
