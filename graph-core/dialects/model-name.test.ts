import { expect, test } from 'vitest'
import { modelNameOf, scaleFromPath } from './model-name'

test.each([
  ['yolov8x.yaml', 'x'],
  ['some/folder/yolo11m-seg.yaml', 'm'],
  ['C:\\models\\yolov8s.yml', 's'],
  ['yoloe-11l.yaml', 'l'],
  ['yolov8.yaml', ''],
  ['my-model.yaml', ''],
  ['yolov8-ema.yaml', ''],
])('the scale in %s is "%s"', (path, scale) => {
  expect(scaleFromPath(path)).toBe(scale)
})

test.each([
  ['yolov8.yaml', 'n', 'yolov8n'],
  ['yolov8n.yaml', 'm', 'yolov8m'],
  ['yolov8-ema.yaml', 's', 'yolov8s-ema'],
  ['yolo11x-seg.yaml', 'x', 'yolo11x-seg'],
  ['my-model.yaml', 'n', 'my-model'],
  ['yolov8nano.yaml', 's', 'yolov8nano'],
  ['yolov3.yaml', '', 'yolov3'],
])('%s at scale "%s" is printed as %s', (path, scale, name) => {
  expect(modelNameOf(path, scale)).toBe(name)
})

test('a text without a file is printed as model', () => {
  expect(modelNameOf(undefined, 'n')).toBe('model')
})
