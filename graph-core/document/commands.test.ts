import { describe, expect, test } from 'vitest'
import { parse } from '../yaml/parse'
import { yaml } from '../yaml/template'
import {
  apply,
  connect,
  disconnect,
  float,
  headerValue,
  insertAfter,
  insertOnEdge,
  invert,
  move,
  remove,
  replaceModule,
  setArg,
  setArgs,
  setHeader,
  setNode,
  setRepeats,
  updateText,
} from '.'
import type { CommandResult, Document } from '.'
import { samples } from './model-samples'

const model = yaml`
  nc: 80 # classes
  backbone:
    # [from, repeats, module, args]
    - [-1, 1, Conv, [64, 3, 2]] # 0-P1/2
    # second stage
    - [-1, 3, C2f, [64, True]] # 1

    - [-1, 1, Conv, [128, 3, 2]] # 2 (P2/4)
  head:
    - [[-1, 1], 1, Concat, [1]] # 2 inputs
    - [[1, -1], 1, Detect, [nc]] # Detect(P2)
`
const document = parse(model).document
const done = (document: Document, result: CommandResult) => {
  if (!result.ok) throw new Error(result.issue.message)
  return apply(document, result.diff)
}
/** The lines an edit takes away and brings. */
const changed = (result: CommandResult, before = document) => {
  const after = done(before, result).text.split('\n')
  const old = before.text.split('\n')
  return [
    ...old.filter((line) => !after.includes(line)).map((line) => `-${line}`),
    ...after.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ]
}
const codeOf = (result: CommandResult) => (result.ok ? 'ok' : result.issue.code)

describe('inserting', () => {
  test('on an edge gives every consumer of the source to the new row', () =>
    expect(changed(insertOnEdge(document, { from: 1, to: 'all' }, { module: 'EMA' }))).toEqual([
      '-  - [-1, 1, Conv, [128, 3, 2]] # 2 (P2/4)',
      '-  - [[-1, 1], 1, Concat, [1]] # 2 inputs',
      '-  - [[1, -1], 1, Detect, [nc]] # Detect(P2)',
      '+  - [-1, 1, EMA, []]',
      '+  - [-1, 1, Conv, [128, 3, 2]] # 3 (P2/4)',
      '+  - [[-1, 2], 1, Concat, [1]] # 2 inputs',
      '+  - [[2, -1], 1, Detect, [nc]] # Detect(P2)',
    ]))

  test('on one edge leaves the other consumers where they were', () =>
    expect(changed(insertOnEdge(document, { from: 1, to: 4 }, { module: 'EMA' }))).toEqual([
      '-  - [-1, 1, Conv, [128, 3, 2]] # 2 (P2/4)',
      '-  - [[1, -1], 1, Detect, [nc]] # Detect(P2)',
      '+  - [-1, 1, EMA, []]',
      '+  - [-2, 1, Conv, [128, 3, 2]] # 3 (P2/4)',
      '+  - [[2, -1], 1, Detect, [nc]] # Detect(P2)',
    ]))

  test('after a row changes nothing that others read', () =>
    expect(changed(insertAfter(document, 3, { module: 'Conv', args: [float(1), 'x: y'], comment: 'mine' }))).toEqual([
      '-  - [[1, -1], 1, Detect, [nc]] # Detect(P2)',
      "+  - [-1, 1, Conv, [1.0, 'x: y']] # mine",
      '+  - [[1, -2], 1, Detect, [nc]] # Detect(P2)',
    ]))

  test('before the first row is refused where it would take the image from it', () =>
    expect(codeOf(insertAfter(document, -1, { module: 'EMA' }))).toBe('edit.input'))
  test('on the edge from the image puts the row first', () =>
    expect(done(document, insertOnEdge(document, { from: -1, to: 'all' }, { module: 'EMA' })).rows[0]!.module.value).toBe('EMA'))
  test('on an edge that is none is refused', () =>
    expect(codeOf(insertOnEdge(document, { from: 0, to: 4 }, { module: 'EMA' }))).toBe('edit.slot'))

  test('looks like its neighbours in YOLOv5 files', () => {
    const yolov5 = parse(samples.yolov5).document
    expect(
      changed(insertOnEdge(yolov5, { from: 4, to: 'all' }, { module: 'nn.Upsample', args: ['None', 4, 'nearest'] }), yolov5),
    ).toContain("+   [-1, 1, nn.Upsample, [None, 4, 'nearest']],")
  })

  test('moves the bracket that closes the list behind the new last row', () => {
    const yolov7 = parse(samples.yolov7).document
    expect(changed(insertAfter(yolov7, 4, { module: 'EMA' }), yolov7)).toContain('+   [-1, 1, EMA, []]]')
  })
})

describe('deleting', () => {
  test('takes the comments above and behind a row along and rejoins its consumers', () =>
    expect(changed(remove(document, 1))).toEqual([
      '-  # second stage',
      '-  - [-1, 3, C2f, [64, True]] # 1',
      '-  - [-1, 1, Conv, [128, 3, 2]] # 2 (P2/4)',
      '-  - [[-1, 1], 1, Concat, [1]] # 2 inputs',
      '-  - [[1, -1], 1, Detect, [nc]] # Detect(P2)',
      '+  - [-1, 1, Conv, [128, 3, 2]] # 1 (P2/4)',
      '+  - [[-1, 0], 1, Concat, [1]] # 2 inputs',
      '+  - [[0, -1], 1, Detect, [nc]] # Detect(P2)',
    ]))
  test('keeps the comment under the name of the list', () =>
    expect(done(document, remove(document, 0)).text).toContain('  # [from, repeats, module, args]\n'))
  test('undo brings the row back under its id', () => {
    const result = remove(document, 1)
    const undone = result.ok && apply(apply(document, result.diff), invert(result.diff))
    expect(undone && [undone.text, undone.rows.map(({ id }) => id)]).toEqual([model, document.rows.map(({ id }) => id)])
  })
  test('the last row of a list leaves an empty list', () => {
    const small = parse('backbone:\n  - [-1, 1, Conv, [3]]\nhead: # end\n  - [-1, 1, Detect, [1]]').document
    expect(done(small, remove(small, 1)).text).toBe('backbone:\n  - [-1, 1, Conv, [3]]\nhead: [] # end')
  })
  test('a row that does not exist is refused', () => expect(codeOf(remove(document, 9))).toBe('edit.no-row'))
  test('the first row is refused when two rows would have to read the image', () => {
    const fork = parse('backbone: [[-1, 1, A, []], [-1, 1, B, []], [0, 1, C, []]]\nhead: []').document
    expect(codeOf(remove(fork, 0))).toBe('edit.input')
  })
})

describe('moving', () => {
  test('carries comments and leaves every edge as it was', () => {
    const wide = parse(yaml`
      backbone:
        - [-1, 1, A, []] # 0
        # of B
        - [-1, 1, B, []] # 1
        - [0, 1, C, []] # 2
      head:
        - [[1, 2], 1, D, []]
    `).document
    expect(done(wide, move(wide, 1, 2)).text).toBe(yaml`
      backbone:
        - [-1, 1, A, []] # 0
        - [0, 1, C, []] # 1
        # of B
        - [-2, 1, B, []] # 2
      head:
        - [[2, 1], 1, D, []]
    `)
  })
  test('before its source is refused', () => expect(codeOf(move(document, 2, 0))).toBe('edit.order'))
})

describe('connecting', () => {
  test('keeps the style of the slot', () =>
    expect(changed(connect(document, { to: 4, slot: 0, from: 2 }))[1]).toBe('+  - [[2, -1], 1, Detect, [nc]] # Detect(P2)'))
  test('the slot after the last adds an input', () =>
    expect(changed(connect(document, { to: 2, slot: 1, from: 0 }))[1]).toBe('+  - [[-1, 0], 1, Conv, [128, 3, 2]] # 2 (P2/4)'))
  test('to a row made of it is refused', () => expect(codeOf(connect(document, { to: 1, slot: 0, from: 3 }))).toBe('edit.cycle'))
  test('an input can be taken away', () =>
    expect(changed(disconnect(document, { to: 4, slot: 0 }))[1]).toBe('+  - [[-1], 1, Detect, [nc]] # Detect(P2)'))
})

describe('arguments', () => {
  test('keeps the comment above a row when its args change', () =>
    expect(changed(setArg(document, 1, 0, 128))).toEqual(['-  - [-1, 3, C2f, [64, True]] # 1', '+  - [-1, 3, C2f, [128, True]] # 1']))
  test('arguments that stay keep their spelling', () =>
    expect(changed(setArgs(document, 1, [64, true, 1, float(0.5)]))[1]).toBe('+  - [-1, 3, C2f, [64, True, 1, 0.5]] # 1'))
  test('none are left when the list is empty', () => expect(changed(setArgs(document, 1, []))[1]).toBe('+  - [-1, 3, C2f, []] # 1'))
  test('an element of a list inside can be set', () => {
    const nested = parse('backbone:\n  - [-1, 1, Block, [[3, 3], a]]\nhead: []').document
    expect(done(nested, setArg(nested, 0, [0, 1], 5)).text).toContain('[[3, 5], a]')
  })
  test('a place behind the next is refused', () => expect(codeOf(setArg(document, 1, 5, 1))).toBe('edit.slot'))
  test('repeats and module change alone', () =>
    expect([changed(setRepeats(document, 1, 6))[1], changed(replaceModule(document, 1, 'C3', [64]))[1]]).toEqual([
      '+  - [-1, 6, C2f, [64, True]] # 1',
      '+  - [-1, 3, C3, [64]] # 1',
    ]))
  test('a value that an alias shares is refused', () => {
    const shared = parse('backbone:\n  - [-1, 1, Conv, &a [64]]\n  - [-1, 1, Conv, *a]\nhead: []').document
    expect([codeOf(setArgs(shared, 0, [1, 2])), done(shared, setArgs(shared, 1, [1, 2])).text]).toEqual([
      'edit.shared',
      'backbone:\n  - [-1, 1, Conv, &a [64]]\n  - [-1, 1, Conv, [1, 2]]\nhead: []',
    ])
  })
})

describe('the header', () => {
  test('a value is replaced and its comment stays', () =>
    expect(changed(setHeader(document, ['nc'], 3))).toEqual(['-nc: 80 # classes', '+nc: 3 # classes']))
  test('a key that is missing comes behind the others', () =>
    expect(done(document, setHeader(document, ['activation'], 'nn.ReLU()')).text).toContain(
      'nc: 80 # classes\nactivation: nn.ReLU()\nbackbone:',
    ))
  test('a key can be removed', () => expect(changed(setHeader(document, ['nc'], undefined))).toEqual(['-nc: 80 # classes']))
  test('a scale can be added and removed', () => {
    const scaled = parse('scales:\n  n: [1, 2, 3] # small\nbackbone: [[-1, 1, A, []]]\nhead: []').document
    const added = done(scaled, setHeader(scaled, ['scales', 's'], [4, float(5), 6]))
    expect([added.text.split('\n')[2], done(added, setHeader(added, ['scales', 'n'], undefined)).text.split('\n')[1]]).toEqual([
      '  s: [4, 5.0, 6]',
      '  s: [4, 5.0, 6]',
    ])
  })
  test('the lists of rows are not set this way', () => expect(codeOf(setHeader(document, ['backbone'], 1))).toBe('edit.key'))
})

describe('the graft: key', () => {
  const grafted = parse(samples.grafted).document
  test('follows renumbering', () =>
    expect([
      ...(
        done(grafted, insertOnEdge(grafted, { from: 0, to: 'all' }, { module: 'EMA' })).graft!.get('nodes') as ReadonlyMap<number, unknown>
      ).keys(),
    ]).toEqual([2, 4]))
  test('loses the node of a row that goes', () =>
    expect(changed(remove(grafted, 3), grafted)).toContain('-    3: { module: Concat, at: [5, 6] }'))
  test('drops a node written for another module', () => {
    const stale = parse(samples.grafted.replace('1: { module: C2f', '1: { module: C3')).document
    expect([...(done(stale, remove(stale, 4)).graft!.get('nodes') as ReadonlyMap<number, unknown>).keys()]).toEqual([3])
  })
  test('keeps the node when the module is replaced on purpose', () =>
    expect(changed(replaceModule(grafted, 1, 'C3', [64]), grafted)).toContain('+    1: { module: C3, at: [10, 20], title: Stage } # seen'))
  test('is begun when a node is first placed', () =>
    expect(done(document, setNode(document, 1, { at: [3.4, 5] })).text.slice(model.length)).toBe(
      'graft:\n  v: 1\n  nodes:\n    1: { module: C2f, at: [3, 5] }\n',
    ))
  test('moving a node changes its line only', () =>
    expect(changed(setNode(grafted, 1, { at: [7, 8] }), grafted)).toEqual([
      '-    1: { module: C2f, at: [10, 20], title: Stage } # seen',
      '+    1: { module: C2f, at: [7, 8], title: Stage } # seen',
    ]))
})

describe('typing', () => {
  const ids = (each: Document) => each.rows.map(({ id }) => id)
  test('in one row keeps every id', () => expect(ids(updateText(document, model.replace('128', '256')).document)).toEqual(ids(document)))
  test('a new row in the middle gets a new id, the others keep theirs', () => {
    const typed = updateText(document, model.replace('\n\n', '\n  - [-1, 1, EMA, []]\n')).document
    expect(ids(typed).filter((id) => ids(document).includes(id))).toEqual(ids(document))
  })
  test('a whole new text keeps the ids of rows that resemble each other', () => {
    const pasted = updateText(document, 'backbone: [[-1, 1, Conv, [32, 3, 2]], [-1, 3, C2f, [64]]]\nhead: [[-1, 1, Detect, [nc]]]').document
    expect(ids(pasted)).toEqual([0, 1, 4].map((i) => document.rows[i]!.id))
  })
  test('can be undone', () => {
    const typed = updateText(document, 'nc: 1')
    const undone = apply(typed.document, invert(typed.diff))
    expect([undone.text, ids(undone), headerValue(undone, 'nc')]).toEqual([model, ids(document), 80])
  })
  test('through a broken text keeps ids when it is whole again', () => {
    const broken = updateText(document, model.replace('[64, True]', '[64, True'))
    expect(ids(apply(broken.document, invert(broken.diff)))).toEqual(ids(document))
  })
})

test('rows an edit does not touch stay the same objects', () => {
  const after = done(document, setArg(document, 2, 0, 256))
  expect(after.rows.map((row, i) => row === document.rows[i])).toEqual([true, true, false, true, true])
})
