/** Heads of the palette, dropped on models of their family whose own head was taken away. */
import { readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { dialects } from '../../graph-core/dialects'
import { builtin } from '../../kernels'
import { createSession } from './session'

const asset = (path: string) => readFileSync(new URL(`../../assets/models/${path}`, import.meta.url), 'utf8')

function opened(path: string, target?: string) {
  const s = createSession({ host: { save: vi.fn(async () => ({ path: 'saved.yaml' })) }, library: builtin, now: () => 0 })
  s.open(`${asset(path)}${target === undefined ? '' : `\ngraft: { v: 1, target: ${target} }\n`}`, path.split('/').at(-1)!)
  return s
}

/** The last row, and what is wrong with the model, after a head was dropped on it. */
function withHead(path: string, module: string, target?: string) {
  const s = opened(path, target)
  s.remove([s.getSnapshot().document.rows.length - 1])
  s.insertOnEdge(4, module)
  const { document, report } = s.getSnapshot()
  const { from, argsCell, module: name } = document.rows.at(-1)!
  return {
    row: `${from.text} ${name.text} ${argsCell.text}`,
    errors: report.issues.filter(({ severity }) => severity === 'error').map(({ message }) => message),
  }
}

/** Heads that read the text of what is looked for, which no row gives here. */
const readsText = /World|YOLOE/
const headsOf = (dialect: (typeof dialects)[number]) =>
  builtin.blocks
    .filter(({ library }) => dialect.libraries.includes(library) && library === 'ultralytics')
    .map((block) => block.forTarget(dialect.target))
    .filter(
      ({ head, name }) =>
        head !== undefined && !readsText.test(name) && builtin.resolve(name, dialect.target, dialect.libraries) !== undefined,
    )
    .map(({ name }) => name)

describe.each(dialects.filter(({ target }) => target.id.startsWith('ultralytics')).map((dialect) => [dialect.target.id, dialect] as const))(
  '%s',
  (id, dialect) => {
    test.each(headsOf(dialect))('%s has all it needs wherever it is dropped', (module) => {
      expect(withHead('yolov8.yaml', module, id).errors).toEqual([])
    })
  },
)

test.each([
  ['yolov8.yaml', 'Segment', '[15, 18, 21] Segment [nc, 32, 256]'],
  ['yolov8.yaml', 'Pose', '[15, 18, 21] Pose [nc, [17, 3]]'],
  ['yolov8-pose.yaml', 'Pose', '[15, 18, 21] Pose [nc, kpt_shape]'],
  ['yolov8.yaml', 'OBB', '[15, 18, 21] OBB [nc, 1]'],
  ['yolov8-cls.yaml', 'Classify', '-1 Classify [nc]'],
  ['yolov8-p6.yaml', 'Detect', '[20, 23, 26] Detect [nc]'],
  ['yolov5/yolov5s.yaml', 'Detect', '[17, 20, 23] Detect [nc, anchors]'],
])('of %s, %s reads the last map of each level: %s', (path, module, row) => {
  expect(withHead(path, module)).toEqual({ row, errors: [] })
})

test('beside a head that is there, another one reads what that one could', () => {
  const s = opened('yolov8.yaml')
  s.insertAtEnd('Segment')
  expect(s.text()).toContain('[[15, 18, 21], 1, Segment, [nc, 32, 256]]')
})

test.each([
  ['yolov8.yaml', 15, 'Detect', '[[15, 18, 21], 1, Detect, [nc]]'],
  ['yolov8.yaml', 4, 'Segment', '[[4, 18, 21], 1, Segment, [nc, 32, 256]]'],
  ['yolov8.yaml', 2, 'Detect', '[[2, 15, 18, 21], 1, Detect, [nc]]'],
  ['yolov8-p6.yaml', 29, 'Detect', '[[20, 23, 26, 29], 1, Detect, [nc]]'],
  ['yolov8.yaml', 9, 'Classify', '[9, 1, Classify, [nc]]'],
  ['yolov8-cls.yaml', 8, 'Classify', '[-1, 1, Classify, [nc]]'],
])('of %s, row %i is pulled into a %s, which reads it beside the last maps of the other levels', (path, pulled, module, row) => {
  const s = opened(path)
  s.remove([s.getSnapshot().document.rows.length - 1])
  s.insertAfter(pulled, module)
  const { document, report } = s.getSnapshot()
  expect([document.rows.at(-1)!.cell.text, report.issues.filter(({ severity }) => severity === 'error')]).toEqual([row, []])
})
