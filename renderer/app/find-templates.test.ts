import { expect, test } from 'vitest'
import chinese from '../../assets/locales/templates.zh.json'
import en from '../../assets/locales/en.json'
import { findTemplates, templateNamed } from './find-templates'
import { familyOf } from './template-groups'
import { templates } from './templates'

const named = (name: string) => {
  const found = templateNamed(name, templates)
  return found && [found.template.id, found.name, found.scale]
}
const found = (query: string) => findTemplates(query, templates, ({ summary }) => `${summary.en} ${summary.zh}`).map(({ name }) => name)

test('a name is resolved as the libraries resolve it', () => {
  expect(['yolo11m-seg', 'yolov8x', 'yolov9c', 'yolov5m6', 'yolov5s', 'yolov5n-ccn', 'yolov8l-ema', 'yolov99'].map(named)).toEqual([
    ['models/yolo11-seg', 'yolo11m-seg', 'm'],
    ['models/yolov8', 'yolov8x', 'x'],
    ['models/yolov9c', 'yolov9c', ''],
    ['models/yolov5/yolov5s6', 'yolov5m6', 'm'],
    ['models/yolov5', 'yolov5s', 's'],
    ['recipes/yolov5s-ccn', 'yolov5n-ccn', 'n'],
    ['recipes/yolov8-ema', 'yolov8l-ema', 'l'],
    undefined,
  ])
})

test('what is named comes first, with or without its ending, then what only has the words', () => {
  expect([found('YOLO11m-seg.yaml'), found('yolov10n').slice(0, 1), found('yolov8 pose'), found('  ')]).toEqual([
    ['yolo11m-seg'],
    ['yolov10n'],
    ['yolov8-pose', 'yolov8-pose-p6'],
    [],
  ])
})

test('words of the line on a model find it in both languages', () => {
  expect([found('keypoints yolo12'), found('关键点 yolo12')]).toEqual([['yolo12-pose'], ['yolo12-pose']])
})

test('every stock model has a line in both languages, every recipe a title and a paragraph, and none is left over', () => {
  const stock = templates.filter(({ isRecipe }) => !isRecipe)
  expect(stock.filter(({ summary }) => summary.en === '' || summary.zh === summary.en).map(({ id }) => id)).toEqual([])
  expect(Object.keys(chinese).sort()).toEqual(stock.map(({ id }) => id.replace('models/', '')).sort())
  const recipes = new Set(templates.filter(({ isRecipe }) => isRecipe).map(familyOf))
  expect(Object.keys(en.recipe).sort()).toEqual([...recipes].sort())
})
