import { expect, test } from 'vitest'
import { groupTemplates } from './template-groups'

const template = (path: string) => {
  const [library, name] = path.split('/') as [string, string]
  return { id: path, library, name, text: '', summary: '', isRecipe: name.includes('attention') }
}

const groupsOf = (...paths: string[]) =>
  groupTemplates(paths.map(template)).map(({ family, library, main, variants }) => [
    `${library}/${family}`,
    main.name,
    ...variants.map(({ label }) => label),
  ])

test('a family is one card with its variants, newer families first, those of another library behind', () => {
  const paths = ['/yolov8-seg', '/yolov8', '/yolo11-cls', '/yolo11', '/rtdetr-x', '/rtdetr-l', '/yoloe-v8-seg', '/yoloe-v8']
  expect(groupsOf(...paths, 'yolov5/yolov5s', 'yolov5/yolov5-p7', '/yolov5')).toEqual([
    ['/yolo11', 'yolo11', 'cls'],
    ['/yolov8', 'yolov8', 'seg'],
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
