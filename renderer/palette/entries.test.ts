import { describe, expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { paletteEntries, searchEntries } from './entries'

const entries = paletteEntries(builtin, { target: 'ultralytics@8.4' })
const words = (category: string) => (category === 'attention' ? ['Attention', '注意力'] : [category])
const find = (query: string) => searchEntries(entries, query, words).map(({ name }) => name)

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
