/** Hundreds of random actions: whatever a user does, text, report, picture and undo stay in step. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { analyze } from '../../graph-core/analysis'
import { parse } from '../../graph-core/yaml/parse'
import { builtin } from '../../kernels'
import { layoutModel, movedNodes } from '../layout'
import { type Session, createSession } from '.'

const asset = (name: string) => readFileSync(new URL(`../../assets/models/${name}`, import.meta.url), 'utf8')
const models = { 'yolov8n.yaml': asset('yolov8.yaml'), 'yolov5s.yaml': asset('yolov5/yolov5s.yaml') }

const row = fc.nat(40)
const block = fc.constantFrom('EMA', 'Conv', 'C2f', 'C3', 'Concat', 'nn.Upsample', 'SPPF', 'Detect', 'nn.Identity', 'Nonsense')
type Action = (s: Session, at: (i: number) => number) => unknown

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.tuple(row, block).map(
    ([i, b]): Action =>
      (s, at) =>
        s.insertOnEdge(at(i), b),
  ),
  fc.tuple(row, block).map(
    ([i, b]): Action =>
      (s, at) =>
        s.insertAfter(at(i), b),
  ),
  fc.tuple(row, fc.nat(2), block).map(
    ([i, slot, b]): Action =>
      (s, at) =>
        s.insertBefore(at(i), slot, b),
  ),
  block.map(
    (b): Action =>
      (s) =>
        s.insertAtEnd(b),
  ),
  fc.tuple(row, row, row).map(
    ([i, j, k]): Action =>
      (s, at) =>
        s.moveToEdge([at(i), at(j)], at(k)),
  ),
  fc.tuple(row, row).map(
    ([i, j]): Action =>
      (s, at) =>
        s.remove([at(i), at(j)]),
  ),
  fc.tuple(row, row, fc.nat(2), fc.boolean()).map(
    ([i, j, slot, mayCrossSections]): Action =>
      (s, at) =>
        s.connect(at(i), at(j), slot, { mayCrossSections }),
  ),
  fc.tuple(row, fc.nat(2)).map(
    ([i, slot]): Action =>
      (s, at) =>
        s.disconnect(at(i), slot),
  ),
  fc.tuple(row, row, fc.nat(3), fc.constantFrom(64, 256, true, 'x', undefined)).map(
    ([i, j, k, v]): Action =>
      (s, at) =>
        s.setArg([at(i), at(j)], k, v),
  ),
  fc.tuple(row, fc.nat(4)).map(
    ([i, n]): Action =>
      (s, at) =>
        s.setRepeats(at(i), n),
  ),
  fc.tuple(row, row, block).map(
    ([i, j, b]): Action =>
      (s, at) =>
        s.replaceModule([at(i), at(j)], b),
  ),
  fc.tuple(row, row).map(
    ([i, j]): Action =>
      (s, at) =>
        s.toggleMute([at(i), at(j)]),
  ),
  fc.tuple(row, row, row, fc.boolean()).map(
    ([i, j, k, keepIncoming]): Action =>
      (s, at) =>
        s.pasteRows(s.copyRows([at(i), at(j)]), { after: at(k), keepIncoming }),
  ),
  fc.tuple(row, row).map(
    ([i, j]): Action =>
      (s, at) =>
        s.cutRows([at(i), at(j)]),
  ),
  fc.tuple(row, row).map(
    ([i, j]): Action =>
      (s, at) =>
        s.duplicateRows([at(i), at(j)]),
  ),
  fc.tuple(row, row, fc.nat(500)).map(
    ([i, j, x]): Action =>
      (s, at) =>
        s.moveNodes(
          new Map([
            [at(i), [x, 1]],
            [at(j), [2, x]],
          ]),
        ),
  ),
  fc.tuple(row).map(
    ([i]): Action =>
      (s, at) =>
        s.tidy([at(i)]),
  ),
  fc.tuple(row, fc.constantFrom('Neck', '', 'a: b')).map(
    ([i, title]): Action =>
      (s, at) =>
        s.setTitle(at(i), title),
  ),
  fc.tuple(row, row).map(
    ([i, j]): Action =>
      (s, at) =>
        s.group([at(i), at(j)], { title: 'Group' }),
  ),
  fc.tuple(fc.nat(2), fc.boolean()).map(
    ([i, isCollapsed]): Action =>
      (s) =>
        s.setGroup(i, { isCollapsed }),
  ),
  fc.nat(2).map(
    (i): Action =>
      (s) =>
        s.ungroup(i),
  ),
  fc.constantFrom('ultralytics@8.4', 'ultralytics@8.3.63', 'yolov5').map(
    (target): Action =>
      (s) =>
        s.setTarget(target),
  ),
  fc
    .tuple(fc.nat(3000), fc.nat(8), fc.constantFrom('', '1', 'C2f', ' ', '[', '#', '\n  - [-1, 1, EMA, []]\n'))
    .map(([start, length, inserted]): Action => (s) => {
      const text = s.text()
      const at = Math.min(start, text.length)
      s.setText([{ start: at, removed: text.slice(at, at + length), inserted }])
    }),
  fc.constant<Action>((s) => s.undo()),
  fc.constant<Action>((s) => s.redo()),
)

/** What is shown against what reading the text afresh gives. */
function shown(s: Session) {
  const { document, report, layout, text, isBroken } = s.getSnapshot()
  if (isBroken) return null
  const fresh = parse(text, { path: document.path! }).document
  const ids = document.rows.map(({ id }) => id)
  // The file's name asks for a scale, which its text may not have.
  const isGuessed = report.issues.some(({ code }) => code === 'header.unknown-scale')
  const anew = analyze({ ...fresh, rows: fresh.rows.map((each, i) => ({ ...each, id: ids[i]! })) }, builtin, {
    ...(isGuessed ? {} : { scale: report.scale }),
    imgsz: report.imgsz,
  })
  const plain = ({ rows, ...rest }: typeof report) => ({
    ...rest,
    rows: rows.map(({ modules, leaves, args, ...each }) => ({
      ...each,
      args: args.map(String),
      modules: modules.size,
      leaves: leaves.size,
    })),
  })
  return {
    now: [plain(report), new Set(ids).size, layout.nodes.map(({ rowId }) => rowId), moved(document)],
    fresh: [plain(anew), ids.length, ids, moved({ ...fresh, rows: document.rows })],
  }
}
const moved = (document: Parameters<typeof movedNodes>[0]) => [...movedNodes(document)]

test.each(Object.entries(models))(
  'random actions on %s',
  (name, text) => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 10, maxLength: 30 }), (actions) => {
        const s = createSession({ host: { save: vi.fn(async () => undefined) }, library: builtin, now: () => 0 })
        s.open(text, name)
        for (const act of actions) act(s, (i) => i % (s.getSnapshot().document.rows.length + 1))
        const state = shown(s)
        if (state) expect(state.now).toEqual(state.fresh)
        while (s.redo());
        const after = s.text()
        while (s.undo());
        const before = s.text()
        while (s.redo());
        expect([before, s.text()]).toEqual([text, after])
      }),
      { numRuns: Number(process.env['RUNS'] ?? 25) },
    )
  },
  120_000,
)

test('a whole new text finds its rows again, their places and the selection', { timeout: 120_000 }, () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(row, fc.nat(3), block), { minLength: 1, maxLength: 6 }), fc.nat(22), (edits, selected) => {
      const open = () => {
        const s = createSession({ host: { save: vi.fn(async () => undefined) }, library: builtin, now: () => 0 })
        s.open(models['yolov8n.yaml'], 'yolov8n.yaml')
        s.moveNode(selected, [10, 20])
        s.select([selected])
        return s
      }
      const [edited, typed] = [open(), open()]
      for (const [i, kind, name] of edits) {
        const at = i % edited.getSnapshot().document.rows.length
        if (kind === 0) edited.insertOnEdge(at, name)
        else if (kind === 1) edited.remove(at)
        else edited.setRepeats(at, kind)
      }
      typed.replaceText(edited.text())
      const [known, found] = [edited.getSnapshot().document, typed.getSnapshot().document]
      const words = (i: number) => `${known.rows[i]!.section} ${known.rows[i]!.module.text} ${known.rows[i]!.argsCell.text}`
      const before = open()
        .getSnapshot()
        .document.rows.map((each) => `${each.section} ${each.module.text} ${each.argsCell.text}`)
      const all = known.rows.map((_, i) => words(i))
      const isAlone = (i: number) => [before, all].every((texts) => texts.filter((text) => text === words(i)).length === 1)
      const alone = known.rows.flatMap(({ id }, i) => (isAlone(i) && Number(id) < before.length ? [{ i, id }] : []))
      expect(alone.map(({ i }) => found.rows[i]!.id)).toEqual(alone.map(({ id }) => id))
      const kept = alone.find(({ id }) => id === String(selected))
      if (kept) {
        expect(typed.getSnapshot().selection).toEqual([kept.id])
        expect([...movedNodes(found)]).toEqual([[kept.id, [10, 20]]])
      }
    }),
    { numRuns: Number(process.env['RUNS'] ?? 25) },
  ),
)

test('the picture of an edited model is that of the same model opened', () => {
  const s = createSession({ host: { save: vi.fn(async () => undefined) }, library: builtin, now: () => 0 })
  s.open(models['yolov8n.yaml'], 'yolov8n.yaml')
  s.insertOnEdges(['#15', '#18', '#21'], 'EMA')
  s.moveNode('#4', [10, 20])
  s.remove('#9')
  const { report, layout, document } = s.getSnapshot()
  expect(layout).toEqual(layoutModel(report, { at: movedNodes(document) }))
})
