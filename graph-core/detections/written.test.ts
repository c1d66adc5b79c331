import { describe, expect, test } from 'vitest'
import type { Found } from './found'
import { type FoundInImage, written } from './written'

const found = (task: string, detections: readonly Found[], rest: Partial<FoundInImage> = {}): FoundInImage => ({
  image: 'a.png',
  width: 200,
  height: 100,
  task,
  names: ['cat', 'dog, small'],
  detections,
  ...rest,
})
const box = { box: [20, 10, 60, 50], score: 0.91234567, class: 1 } as const

describe('labels as the library writes them with save_txt and save_conf', () => {
  test('a box: class, centre and size as parts of the image, score', () => {
    expect(written('yolo', found('detect', [box]))).toBe('1 0.2 0.3 0.2 0.4 0.912346\n')
  })
  test('an outline: its pieces joined to one polygon in place of the box', () => {
    const outline = [
      [
        [0, 0],
        [2, 0],
        [2, 2],
      ],
      [
        [20, 10],
        [60, 10],
        [60, 50],
        [20, 50],
      ],
    ] as const
    expect(written('yolo', found('segment', [{ ...box, outline }]))).toBe(
      '1 0.1 0.1 0.1 0.5 0.3 0.5 0.3 0.1 0.1 0.1 0.01 0.02 0.01 0 0 0 0.01 0.02 0.912346\n',
    )
  })
  test('keypoints: behind the box, with how visible they are where that is known', () => {
    const points = [
      [100, 50, 0.75],
      [1, 99, 0.00001234567],
    ] as const
    expect(written('yolo', found('pose', [{ ...box, points }]))).toBe('1 0.2 0.3 0.2 0.4 0.5 0.5 0.75 0.005 0.99 1.23457e-05 0.912346\n')
    const bare = [[100, 50]] as const
    expect(written('yolo', found('pose', [{ ...box, points: bare }]))).toBe('1 0.2 0.3 0.2 0.4 0.5 0.5 0.912346\n')
  })
  test('a turned box: its four corners, from the far right one on', () => {
    const turned = [100, 50, 40, 20, 0] as const
    expect(written('yolo', found('obb', [{ ...box, turned }]))).toBe('1 0.6 0.6 0.6 0.4 0.4 0.4 0.4 0.6 0.912346\n')
  })
  test('classes: score and name', () => {
    const classes = [
      { class: 1, score: 0.876 },
      { class: 0, score: 0.1 },
    ]
    expect(written('yolo', found('classify', [], { classes }))).toBe('0.88 dog, small\n0.10 cat\n')
  })
  test('nothing found is an empty file', () => expect(written('yolo', found('detect', []))).toBe(''))
})

describe('tables', () => {
  test('have a line for each box, with names in quotes where they hold commas', () => {
    expect(written('csv', found('detect', [box]))).toBe('class,name,score,x1,y1,x2,y2\n1,"dog, small",0.91234567,20,10,60,50\n')
  })
  test('have columns for keypoints and turned boxes', () => {
    const points = [[1, 2], [3, 4, 0.5]] as const // prettier-ignore
    expect(written('csv', found('pose', [{ ...box, points }])).split('\n')).toEqual([
      'class,name,score,x1,y1,x2,y2,kpt0_x,kpt0_y,kpt0_visibility,kpt1_x,kpt1_y,kpt1_visibility',
      '1,"dog, small",0.91234567,20,10,60,50,1,2,,3,4,0.5',
      '',
    ])
    const turned = [100, 50, 40, 20, 0.5] as const
    expect(written('csv', found('obb', [{ ...box, turned }])).split('\n')[1]).toBe('1,"dog, small",0.91234567,20,10,60,50,100,50,40,20,0.5')
  })
})

test('JSON holds everything, with the fields of graft predict', () => {
  const { image, width, height, task, ...rest } = JSON.parse(written('json', found('detect', [box]))) as Record<string, unknown>
  expect([image, width, height, task, rest]).toEqual(['a.png', 200, 100, 'detect', { detections: [{ ...box, name: 'dog, small' }] }])
})
