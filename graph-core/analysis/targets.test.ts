/** What is said of a file where its target matters: another reads it better, or the target does not know a block by name. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { dialects } from '../dialects'
import { yaml } from '../yaml/template'
import { parse } from '../yaml/parse'
import { analyze } from './index'

const asset = (path: string) => readFileSync(new URL(`../../assets/models/${path}`, import.meta.url), 'utf8')
const found = (text: string, target: string) => analyze(parse(text).document, builtin, { target }).issues

/** The target proposed, with where and the message; undefined where none is. */
function proposal(text: string, target: string) {
  const one = found(text, target).find(({ code }) => code === 'header.other-target')
  return one && { target: one.fixes, row: one.where.row, message: one.message, cure: one.cure }
}

const yolov5Head = 'nc: 80\nanchors:\n  - [10, 13, 16, 30]\n'
const rows = (body: string, head = '[[0], 1, Detect, [nc, anchors]]') =>
  `backbone:\n  - [-1, 1, Conv, [64, 3, 2]]\n${body}head:\n  - ${head}\n`

describe('another target is proposed', () => {
  test('where a later release has the head', () => {
    expect(proposal(asset('yolo26-pose.yaml'), 'ultralytics@8.3.63')).toEqual({
      target: [{ kind: 'target', target: 'ultralytics@8.4' }],
      row: 9,
      message: 'Ultralytics 8.4 reads SPPF (row 9) and 1 more, which Ultralytics 8.3.63 cannot.',
      cure: 'Choose Ultralytics 8.4 as the target.',
    })
  })

  test('where a later release of YOLOv5 has the block', () => {
    const text = `${yolov5Head}depth_multiple: 1.0\nwidth_multiple: 1.0\n${rows('  - [-1, 1, C3x, [64]]\n')}`
    expect(proposal(text, 'yolov5@6.1')?.target).toEqual([{ kind: 'target', target: 'yolov5' }])
  })

  test('where YOLOv5 asks for keys that the file has no need of', () => {
    expect(proposal(asset('yolov8.yaml'), 'yolov5')).toMatchObject({
      target: [{ kind: 'target', target: 'ultralytics@8.4' }],
      message: 'YOLOv5 misses keys in this file that Ultralytics 8.4 does not ask for.',
    })
  })

  test('where the head is given anchors, though a multiple is lacking', () => {
    const text = `${yolov5Head}depth_multiple: 1.0\n${rows('')}`
    expect(proposal(text, 'ultralytics@8.4')?.target).toEqual([{ kind: 'target', target: 'yolov5' }])
    expect(analyze(parse(text).document, builtin).target).toBe('yolov5')
  })

  test.each([
    ['a name that no library has', 'nc: 80\n', rows('  - [-1, 1, Cnov, [64]]\n', '[[0], 1, Detect, [nc]]')],
    [
      'an argument that is wrong everywhere',
      'nc: 80\n',
      rows('  - [-1, 1, Conv, [64, 3, 2, 1, 1, 1, 1, 1, 1]]\n', '[[0], 1, Detect, [nc]]'),
    ],
    [
      'a head of YOLOv5 whose row lacks the anchors the file has',
      `${yolov5Head}depth_multiple: 1.0\nwidth_multiple: 1.0\n`,
      rows('', '[[0], 1, Detect, [nc]]'),
      'yolov5',
    ],
    ['shapes that do not fit', 'nc: 80\n', rows('  - [[0, 1], 1, Concat, [1]]\n', '[[0], 1, Detect, [nc]]')],
  ])('not for %s', (_, header, text, target = 'ultralytics@8.4') => {
    expect(proposal(header + text, target)).toBeUndefined()
  })

  test.each(dialects.map(({ target }) => target.id))('not for a file that %s reads', (target) => {
    const own = target.startsWith('yolov5') ? 'yolov5/yolov5s.yaml' : 'yolov8.yaml'
    expect(proposal(asset(own), target)).toBeUndefined()
  })
})

describe('a block the target does not know by name', () => {
  const named = (text: string, target = 'ultralytics@8.4') =>
    found(text, target)
      .filter(({ code }) => code === 'row.not-in-target')
      .map(({ severity, message, where }) => [severity, where.row, where.range?.[0], message])

  test('is said once, at the first of its rows, with how many there are', () => {
    const text = yaml`
      nc: 80
      backbone:
        - [-1, 1, Conv, [64, 3, 2]]
        - [-1, 1, EMA, []]
        - [-1, 1, CIB, [64]]
        - [-1, 1, EMA, []]
      head:
        - [-1, 1, EMA, []]
        - [[5], 1, Detect, [nc]]
    `
    expect(named(text)).toEqual([
      ['info', 1, 4, 'EMA (row 1): Ultralytics 8.4 does not find this block by its name; 3 rows use it.'],
      ['info', 2, 5, 'CIB (row 2): Ultralytics 8.4 does not find this block by its name.'],
    ])
  })

  test('is every block of ours under every target, by whatever name a file uses', () => {
    const text = 'nc: 80\nbackbone:\n  - [-1, 1, Conv, [64, 3, 2]]\n  - [-1, 1, SE, []]\nhead: []\n'
    expect(dialects.map(({ target }) => named(text, target.id).length)).toEqual(dialects.map(() => 1))
  })

  test.each([
    'yolov8.yaml',
    'yolo26-pose.yaml',
    'yoloe-26-seg.yaml',
    'yolov8-world.yaml',
    'rtdetr-l.yaml',
    'yolov6.yaml',
    'yolo12.yaml',
    'yolov9e.yaml',
  ])('is none of %s', (file) => {
    expect(named(asset(file))).toEqual([])
  })

  test('is one that its library has, told once', () => {
    const unknown = dialects.flatMap(({ unnamed, target }) => {
      const known = builtin.blocks.filter(({ library }) => library === target.base).map(({ blockName }) => blockName)
      return unnamed.filter((name, i) => !known.includes(name) || unnamed.indexOf(name) !== i)
    })
    expect(unknown).toEqual([])
  })
})
