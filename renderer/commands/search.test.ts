import { describe, expect, test } from 'vitest'
import table from '../../assets/pinyin.json'
import { createPinyin } from '../app/pinyin'
import { searchCommands } from './search'

const names: Readonly<Record<string, readonly string[]>> = {
  save: ['Save', '保存'],
  saveAs: ['Save as…', '另存为…'],
  redo: ['Redo', '重做'],
  dark: ['Theme: Dark', '主题: 深色'],
  reset: ['Arrange panels as at first', '恢复面板的初始排列'],
  row: ['#4 C2f'],
  yolov8: ['yolov8'],
}
const all = Object.entries(names).map(([id, each]) => ({ id, names: each, detail: id === 'yolov8' ? 'The detector of 2023' : '' }))
const pinyin = createPinyin(table)
const find = (query: string, recent: string[] = []) => searchCommands(all, query, recent, pinyin).map(({ id }) => id)

describe('a command is found', () => {
  test('by its whole name before all that begin so', () => expect(find('save')).toEqual(['save', 'saveAs']))
  test('by words in any order', () => expect(find('dark theme')).toEqual(['dark']))
  test('by the beginnings of its words', () => expect(find('apaf')).toEqual(['reset']))
  test('in the other language', () => expect(find('深色')).toEqual(['dark']))
  test('in pinyin, whole or by initials', () =>
    expect([find('baocun'), find('lcw'), find('chongzuo')]).toEqual([['save'], ['saveAs'], ['redo']]))
  test('by the number of a row', () => expect([find('#4'), find('4')]).toEqual([['row'], ['row']]))
  test('by what stands beside it', () => expect(find('2023')).toEqual(['yolov8']))
  test('but not by letters from anywhere', () => expect(find('vsa')).toEqual([]))
})

test('of those that match as well, the one used last comes first', () => {
  expect(find('sav', ['saveAs'])).toEqual(['saveAs', 'save'])
})

test('without a query all are there', () => expect(find('')).toEqual(Object.keys(names)))
