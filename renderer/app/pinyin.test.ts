import { describe, expect, test } from 'vitest'
import { charactersInUse } from '../../scripts/pinyin.mjs'
import table from '../../assets/pinyin.json'
import { createPinyin, loadPinyin } from './pinyin'

const find = createPinyin(table)

test('every character of our texts has a reading; if not, run node scripts/pinyin.mjs', () => {
  const known = new Set(Object.values(table).join(''))
  expect([...charactersInUse()].filter((character) => !known.has(character))).toEqual([])
})

describe('a Chinese text is found', () => {
  test.each(['zhuyili', 'zyl', 'zhuyl', 'zyili', 'zhu yi li', "zhu'yi'li"])('by %s', (typed) => expect(find('坐标注意力', typed)).toBe(2))
  test('by either reading of a character that has two', () => {
    expect([find('重做', 'chongzuo'), find('重做', 'zhongzuo'), find('另存为', 'lcw')]).toEqual([0, 0, 0])
  })
  test('with Latin words in it', () => expect(find('导出 ONNX 文件', 'wenjian')).toBe(8))
  test('but not by what it is not', () => {
    expect([find('注意力', 'zhuyic'), find('注意力', ''), find('attention', 'att')]).toEqual([-1, -1, -1])
  })
})

test('the readings are fetched when they are needed', async () => expect((await loadPinyin())('打开', 'dakai')).toBe(0))
