import { expect, test } from 'vitest'
import { groupTemplates, stockAt } from './template-groups'
import { templates } from './templates'

const template = (path: string) => {
  const [library, name] = path.split('/') as [string, string]
  return { id: path, library, name, text: '', summary: { en: '', zh: '' }, isRecipe: name.includes('attention') }
}

const groupsOf = (...paths: string[]) =>
  groupTemplates(paths.map(template)).map(({ family, library, main, variants }) => [
    `${library}/${family}`,
    main.name,
    ...variants.map(({ label }) => label),
  ])

test('a family is one card with its variants, newer families first, those of another library behind', () => {
  const paths = [
    '/yolov8-p2',
    '/yolov8-cls',
    '/yolov8-seg',
    '/yolov8',
    '/yolo11-cls',
    '/yolo11',
    '/rtdetr-x',
    '/rtdetr-l',
    '/yoloe-v8-seg',
    '/yoloe-v8',
  ]
  expect(groupsOf(...paths, 'yolov5/yolov5s', 'yolov5/yolov5-p7', '/yolov5')).toEqual([
    ['/yolo11', 'yolo11', 'cls'],
    ['/yolov8', 'yolov8', 'seg', 'cls', 'p2'],
    ['/yolov5', 'yolov5'],
    ['yolov5/yolov5', 'yolov5s', 's', 'p7'],
    ['/rtdetr', 'rtdetr-l', 'l', 'x'],
    ['/yoloe-v8', 'yoloe-v8', 'seg'],
  ])
})

test('scales that are files of their own go from small to large', () => {
  expect(groupsOf('/yolov9e', '/yolov9c', '/yolov9t', '/yolov9c-seg', '/yolov9s')).toEqual([
    ['/yolov9', 'yolov9t', 't', 's', 'c', 'e', 'c-seg'],
  ])
})

test('a recipe at several scales is one card', () => {
  expect(groupsOf('/yolov9c-seattention', '/yolov9t-seattention')).toEqual([['/yolov9-seattention', 'yolov9t-seattention', 't', 'c']])
})

const recipe = (name: string) => templates.find((each) => each.name === name)!
const variantOf = (name: string, label: string) => groupTemplates([recipe(name)])[0]!.variants.find((variant) => variant.label === label)!

test('a recipe is there at every scale, beside its stock model at that scale', () => {
  const cases = [
    ['yolov8-ema', 'm'],
    ['yolov5s-ccn', 'x'],
  ] as const
  const shown = cases.map(([name, label]) => {
    const variant = variantOf(name, label)
    const stock = stockAt(variant, templates)
    const width = (text: string) => /width_multiple: (\S+)/.exec(text)?.[1]
    return [variant.name, width(variant.text), stock.name, stock.template.library, width(stock.text)]
  })
  expect(shown).toEqual([
    ['yolov8m-ema', undefined, 'yolov8m', '', undefined],
    ['yolov5x-ccn', '1.25', 'yolov5x', 'yolov5', '1.25'],
  ])
})

test('a recipe whose scales are files is beside the file of its own scale', () => {
  expect(stockAt({ template: recipe('yolov9e-seattention'), name: '', text: '', scale: '' }, templates).name).toBe('yolov9e')
})
