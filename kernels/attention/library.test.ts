/** What is promised of the attention library as a whole; fixtures hold each block to PyTorch. */
import { describe, expect, test } from 'vitest'
import { type BlockDefinition, ShapeError, Env, Trace, dim } from '../../graph-core/symbolic'
import { rowContext } from '../../tests/row-context'
import { builtin } from '..'
import * as nn from '../layers/nn'

const target = { id: 'ultralytics@8.4', base: 'ultralytics', version: [8, 4] }
const env = () => new Env(target, { act: nn.SiLU(), nc: 80, legacy: true, scale: '', regMax: 16, end2end: false, maxDet: 300 })
const grafts = builtin.blocks.filter(({ library }) => library === 'graft')
const definitions = grafts.map((block) => block.forTarget(target)).filter(({ about }) => about !== undefined)
const methods = definitions.filter(({ about }) => about!.form === undefined)
const forms = definitions.filter(({ about }) => about!.form !== undefined)

/** A row without arguments but channels where it must have them, behind 64 channels. */
const row = rowContext()
const build = (definition: BlockDefinition) => {
  const required = Object.values(definition.args).some((r) => r.kind === 'channels' && r.likeInput !== true)
  return definition.construct(env(), definition.row(required ? [64] : [], row))
}

/** Whether one trace holds at every size of a map of 7 × 7. */
function isSizeFree(definition: BlockDefinition): boolean {
  const trace = new Trace()
  try {
    trace.call(build(definition), trace.input({ shape: [1, 64, dim.symbol('h', 7), dim.symbol('w', 7)], dtype: 'f32' }))
  } catch (error) {
    if (error instanceof ShapeError) return false
    throw error
  }
  return trace.guards.every(({ kind }) => kind !== 'baked')
}

test('every other form names the method it is one of', () => {
  const names = methods.map(({ name }) => name)
  expect(forms.filter(({ about }) => !names.includes(about!.form!.of)).map(({ name }) => name)).toEqual([])
})

test('a broken form names one that works', () => {
  const sound = definitions.filter(({ about }) => about!.form?.broken === undefined).map(({ name }) => name)
  const broken = forms.flatMap(({ name, about }) => (about!.form!.broken === undefined ? [] : [[name, about!.form!.broken.instead]]))
  expect(broken).toEqual([
    ['BAMBlock', 'BAMBlock_cv'],
    ['DoubleAttention', 'DoubleAttentionFixed'],
    ['GAMAttentionLite', 'GAMAttentionLiteFixed'],
    ['S2AttentionLiteral', 'S2Attention'],
  ])
  expect(broken.filter(([, instead]) => !sound.includes(instead!))).toEqual([])
})

test('no name means two blocks', () => {
  const names = grafts.flatMap((block) => [block.blockName, ...block.aliases])
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
})

describe.each(methods.map((definition) => [definition.name, definition] as const))('%s', (_, definition) => {
  test('says what it does, when it helps, what it costs and whether it needs one size, in English and Chinese', () => {
    const { summary, advice, cost, demands, sizeFree, zh } = definition.about!
    const isChinese = (text = '') => /[\u4e00-\u9fff]/.test(text)
    expect([summary, advice, cost].filter((text) => text === undefined || text === '')).toEqual([])
    expect([zh?.name, zh?.summary, zh?.advice, zh?.cost].filter((text) => !isChinese(text))).toEqual([])
    expect([typeof sizeFree, isChinese(zh?.demands)]).toEqual(['boolean', demands !== undefined])
  })
})

test('every paper that is linked has its title, by which it is found', () => {
  expect(methods.filter(({ about }) => (about!.source === undefined) !== (about!.paper === undefined)).map(({ name }) => name)).toEqual([])
})

test('how a form differs, and what is broken in it, is said in Chinese as well', () => {
  const unsaid = forms.filter(({ about }) => {
    const { broken, zh } = about!.form!
    return zh === undefined || (zh.broken === undefined) !== (broken === undefined)
  })
  expect(unsaid.map(({ name }) => name)).toEqual([])
})

test.each(definitions.map((definition) => [definition.name, definition] as const))('%s is as free of sizes as it says', (_, definition) => {
  expect(isSizeFree(definition)).toBe(definition.about!.sizeFree)
})

test.each([
  ['S2Attention', [1024]],
  ['EMA', []],
  ['SEAttention', [16]],
  ['CoordAtt', [256]],
  ['CoordAtt', [1024]],
  ['CCN', []],
  ['CCN', [1024]],
  ['GAM', [1024]],
  ['CA', []],
] as const)('a row %s, %j behind 256 channels at a quarter of the width is read as people mean it', (name, cells) => {
  const quarter = rowContext({ block: name, channels: [256], scaleChannels: (c) => c / 4 })
  const block = builtin.resolve(name, target, ['graft']) as BlockDefinition
  const args = block.bind(block.row(cells, quarter)) as { readonly [arg: string]: unknown }
  const [first, second] = Object.values(args)
  const twice = ['CoordAtt', 'CA', 'CCN'].includes(name)
  expect([first, twice ? second : 256]).toEqual([256, 256])
})
