import { describe, expect, test } from 'vitest'
import { builtin } from '../../kernels'
import table from '../../assets/pinyin.json'
import { dialects } from '../../graph-core/dialects'
import { createPinyin } from '../app/pinyin'
import { paletteEntries, searchEntries } from './entries'

const entries = paletteEntries(builtin, { target: 'ultralytics@8.4' })
const words = (category: string) => (category === 'attention' ? ['Attention', '注意力'] : [category])
const pinyin = createPinyin(table)
const find = (query: string) => searchEntries(entries, query, words, pinyin).map(({ name }) => name)

describe('finding a block', () => {
  test('by its name, the exact one first', () => expect(find('c2f')[0]).toBe('C2f'))
  test('by the beginning of its name', () => expect(find('em')[0]).toBe('EMA'))
  test('by its kind in Chinese as in English', () => {
    const attention = entries.filter(({ category }) => category === 'attention').map(({ name }) => name)
    const foundAll = (query: string) => attention.every((name) => find(query).includes(name))
    expect([foundAll('注意力'), foundAll('attention')]).toEqual([true, true])
  })
  test('a method by its Chinese name', () => expect(find('坐标')[0]).toBe('CoordAtt'))
  test('a method by another of its published forms', () => {
    expect([find('CBAMBlock'), entries.filter(({ name }) => name === 'CBAMBlock')]).toEqual([['CBAM_original'], []])
  })
  test.each([
    ['cbam original', 'CBAM_original'],
    ['ca', 'CoordAtt'],
    ['gcn', 'ContextBlock'],
    ['dan', 'DANet_PAM_CAM'],
    ['se', 'SEAttention'],
    ['gam', 'GAMAttention'],
    ['s2mlpv2', 'S2Attention'],
    ['squeeze', 'SEAttention'],
    ['squeeze and exc', 'SEAttention'],
    ['coordinate attention', 'CoordAtt'],
    ['a2-nets', 'DoubleAttentionFixed'],
    ['criss-cross', 'CrissCrossAttention'],
    ['zuobiao', 'CoordAtt'],
    ['zbzyl', 'CoordAtt'],
    ['juanji', 'Conv'],
    ['全局注意力', 'GAMAttention'],
    ['crdatt', 'CoordAtt'],
    ['nn.maxpool', 'nn.MaxPool2d'],
  ])('%j finds %s first', (query, name) => expect(find(query)[0]).toBe(name))
  test('a layer without its nn.', () => expect(find('upsample')[0]).toBe('nn.Upsample'))
  test('nothing for what is not there', () => expect(find('zzzz')).toEqual([]))
})

test('blocks that a file cannot name under the target are marked', () => {
  const marked = (target: string) => paletteEntries(builtin, { target }).filter(({ isNamed }) => !isNamed)
  const names = marked('ultralytics@8.4').map(({ name }) => name)
  expect([names.includes('EMA'), names.includes('CIB'), names.includes('C2f'), names.includes('nn.Upsample')]).toEqual([
    true,
    true,
    false,
    false,
  ])
  expect(marked('yolov5').map(({ name }) => name)).not.toContain('C3TR')
})

test.each(dialects.map(({ target }) => target.id))('what %s offers is said in Chinese as well', (target) => {
  const unsaid = paletteEntries(builtin, { target }).filter(({ category, zh }) => category !== 'layer' && zh === undefined)
  expect(unsaid.map(({ name }) => name)).toEqual([])
})

test('a method stands in the palette once, whoever published its forms', () => {
  expect(entries.filter(({ name, aliases }) => [name, ...aliases].includes('CBAM')).map(({ name }) => name)).toEqual(['CBAM_original'])
})
