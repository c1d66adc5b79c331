/** What a user does to rows on the canvas, through the session alone. */
import { readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { groupsOf } from '../../graph-core/document'
import en from '../../assets/locales/en.json'
import zh from '../../assets/locales/zh.json'
import { editKeys } from '../../graph-core/document'
import { readDocument } from '../../graph-core/yaml/parse'
import { builtin } from '../../kernels'
import { emptyModel } from '../documents/empty-model'
import { nodeTitles } from '../layout'
import { createSession } from '.'

const asset = (name: string) => readFileSync(new URL(`../../assets/models/${name}`, import.meta.url), 'utf8')

function start(text = asset('yolov8.yaml'), name = 'yolov8n.yaml') {
  const clock = { now: 0 }
  const s = createSession({ host: { save: vi.fn(async () => ({ path: 'saved.yaml' })) }, library: builtin, now: () => clock.now })
  s.open(text, name)
  const rows = () => s.getSnapshot().document.rows.map(({ cell }) => cell.text)
  const declared = (row: number) =>
    ['n', 's', 'm', 'l', 'x'].map((scale) => {
      s.setScale(scale)
      return s.getSnapshot().report.rows[row]!.declared
    })
  return { s, clock, rows, declared, shown: () => s.getSnapshot() }
}
const codes = (s: ReturnType<typeof start>['s']) => s.getSnapshot().issues.map(({ code, where }) => `${code} ${where.row}`)

describe('channels of a new row', () => {
  test('are those of the row it is put behind, at every scale', () => {
    const { s, declared, rows } = start()
    s.insertOnEdge('#9', 'C2f')
    const [before, after] = [declared(9), declared(10)]
    expect([rows()[10], after, s.getSnapshot().notice]).toEqual(['[-1, 1, C2f, [1024]]', before, null])
  })
  test('behind a Concat hold at this scale, and the notice names the others', () => {
    const { s, shown } = start()
    s.insertOnEdge('#14', 'C2f')
    const { report, notice } = shown()
    expect([report.rows[15]!.declared, report.rows[14]!.declared, notice?.code, notice?.where, notice?.message]).toEqual([
      192,
      192,
      'edit.channels-at-scale',
      { row: 15, edge: 14 },
      'C2f (row 15) keeps the 192 channels it reads at n and changes them at l (768 → 512), x (960 → 640).',
    ])
  })
  test('that no row can write are said as well', () => {
    const { s, shown } = start()
    s.insertOnEdge('#11', 'C2f')
    expect(shown().notice?.message).toMatch('C2f (row 12) cannot keep the channels it reads at n (384 → 256)')
  })
  test('that were typed are written as typed', () => {
    const { s, rows } = start()
    s.insertOnEdge('#15', { module: 'C2f', args: [128, true], repeats: 3 })
    expect(rows()[16]).toBe('[-1, 3, C2f, [128, True]]')
  })
})

describe('putting in', () => {
  test('what is put in is selected', () => {
    const { s, shown } = start()
    s.insertOnEdge('#15', 'EMA')
    expect(shown().selection).toEqual([shown().document.rows[16]!.id])
  })
  test('at the end, a block stands before the head', () => {
    const { s, rows } = start()
    s.insertAtEnd('EMA')
    expect(rows().slice(-2)).toEqual(['[-1, 1, EMA, []]', '[[15, 18, 21], 1, Detect, [nc]]'])
  })
  test('into an input, it stands between', () => {
    const { s, rows } = start()
    s.insertBefore('#11', 1, 'EMA')
    expect(rows().slice(11, 13)).toEqual(['[6, 1, EMA, []]', '[[-2, 11], 1, Concat, [1]]'])
  })
  test('what reads lists is given a list', () => {
    const { s, rows } = start()
    s.insertAfter('#15', 'Concat')
    expect(rows()[16]).toBe('[[-1], 1, Concat, []]')
  })
  test('several at once are one step', () => {
    const { s, rows } = start()
    const original = s.text()
    s.insertOnEdges(['#15', '#18', '#21'], 'EMA')
    const grafted = rows().filter((row) => row.includes('EMA')).length
    s.undo()
    expect([grafted, s.text() === original]).toEqual([3, true])
  })
})

describe('what fits', () => {
  test('a place takes blocks that run there, and leaves out those that do not', () => {
    const { s } = start()
    const offered = ['EMA', 'C2f', 'Conv', 'Concat', 'nn.Upsample', 'Detect', 'CBFuse', 'nn.Linear']
    expect([...s.candidatesFor({ after: '#15' }, offered)]).toEqual(['EMA', 'C2f', 'Conv', 'Concat', 'nn.Upsample', 'Detect'])
  })
  test('into an input of a Concat, nothing goes that would change the size of the map', () => {
    const { s } = start()
    expect([...s.candidatesFor({ to: '#11', slot: 1 }, ['EMA', 'C2f', 'nn.Upsample'])]).toEqual(['EMA', 'C2f'])
  })
})

describe('a wire, before it is dropped', () => {
  test('is fine, with the shape that comes of it', () => {
    const { s } = start()
    const { outcome, shape } = s.connectionPreview('#4', '#20', 1)
    const fine = s.connectionPreview('#8', '#20', 1)
    expect([outcome, shape, fine.outcome, JSON.stringify(fine.shape)]).toEqual([
      'refused',
      null,
      'ok',
      '{"shape":[1,384,20,20],"dtype":"f32"}',
    ])
  })
  test('is refused with both shapes where they do not meet', () => {
    const { s } = start()
    const { why, canForce } = s.connectionPreview('#15', '#20', 1)
    expect([why?.code, /20×20.*80×80|80×80.*20×20/.test(why?.message ?? ''), canForce]).toEqual(['shape.concat', true, true])
  })
  test('says that rows would change places, or that they would read each other', () => {
    const { s } = start()
    s.insertAfter('#15', 'EMA')
    expect([s.connectionPreview('#16', '#15').outcome, s.connectionPreview('#17', '#13').why?.code]).toEqual(['refused', 'edit.cycle'])
  })
  test('every target says what its preview says', () => {
    const { s } = start()
    const targets = s.connectionTargets('#15')
    const previews = targets.map(({ to, slot }) => s.connectionPreview('#15', to, slot))
    expect(targets.map(({ outcome }) => outcome)).toEqual(previews.map(({ outcome }) => outcome))
    expect(targets.filter(({ isTried }) => isTried)).toEqual(previews.filter((_, k) => targets[k]!.isTried))
    expect(targets.filter(({ outcome }) => outcome === 'ok').map(({ to, slot }) => `${to}.${slot}`)).toContain('16.0')
  })
  test('and dropped, it says which rows changed places', () => {
    const { s, shown, rows } = start()
    s.insertAfter('#18', 'EMA')
    s.connect('#19', '#16', 0)
    const cycle = shown().refusal?.code
    s.undo()
    s.insertAfter('#4', 'EMA')
    s.connect('#5', '#3', 0)
    const made = shown().refusal?.code
    s.insertAfter('#1', 'EMA')
    s.insertAfter('#1', 'Conv')
    s.connect('#3', '#2', 0)
    expect([cycle, made, shown().notice?.code, rows().slice(1, 5)]).toEqual([
      'edit.cycle',
      'edit.cycle',
      'edit.reordered',
      ['[-1, 1, Conv, [128, 3, 2]]', '[-1, 1, EMA, []]', '[-1, 1, Conv, [128]]', '[-3, 3, C2f, [128, True]]'],
    ])
  })
})

describe('deleting', () => {
  test('rejoins to the input whose shape was given', () => {
    const { s, rows } = start()
    s.remove('#11')
    expect([rows()[11], codes(s)]).toEqual(['[-1, 3, C2f, [512]]', []])
  })
  test('where shapes do not meet any more, says where, and what the model itself does closes the gap in one step', () => {
    const { s, shown } = start()
    s.remove('#10')
    const { notice } = shown()
    const [first] = notice?.fixes ?? []
    expect([notice?.code, notice?.where.row, first]).toEqual([
      'edit.gap',
      10,
      { kind: 'insert', from: 9, to: 10, slot: 0, module: 'nn.Upsample', args: ['None', 2, 'nearest'] },
    ])
    s.applyFix(first!)
    expect([codes(s), shown().report.totals.params]).toEqual([[], 3_157_200])
  })
})

describe('rewriting', () => {
  test('an argument of several rows is one step', () => {
    const { s, rows, shown } = start()
    s.setArg(['#2', '#8'], 'e', 0.25)
    const written = [rows()[2], rows()[8], shown().undoLabel]
    s.undo()
    expect([...written, rows()[2]]).toEqual([
      '[-1, 3, C2f, [128, True, 1, 0.25]]',
      '[-1, 3, C2f, [1024, True, 1, 0.25]]',
      { key: 'setArgMany', values: { argument: 'e', count: 2 } },
      '[-1, 3, C2f, [128, True]]',
    ])
  })
  test('another block keeps the arguments that mean something to it', () => {
    const { s, rows, shown } = start()
    s.replaceModule(['#0', '#1'], 'GhostConv')
    s.replaceModule('#2', 'C3k2')
    const replaced = rows().slice(0, 3)
    s.replaceModule('#9', 'Conv')
    expect([replaced, rows()[9], shown().notice]).toEqual([
      ['[-1, 1, GhostConv, [64, 3, 2]]', '[-1, 1, GhostConv, [128, 3, 2]]', '[-1, 3, C3k2, [128]]'],
      '[-1, 1, Conv, [1024, 5]]',
      null,
    ])
  })
  test('what it does not have is dropped, and said', () => {
    const { s, rows, shown } = start()
    s.replaceModule('#2', 'Conv')
    expect([rows()[2], shown().notice?.code, shown().notice?.message]).toEqual([
      '[-1, 3, Conv, [128]]',
      'edit.dropped-args',
      'Conv has no such arguments: shortcut of C2f (row 2).',
    ])
  })
})

describe('muting', () => {
  test('passes on what the row reads, keeps every index and weight name, and undoes itself', () => {
    const { s, rows, shown } = start()
    s.insertOnEdge('#15', 'EMA')
    const original = s.text()
    s.toggleMute('#16')
    const muted = [s.isMuted('#16'), rows()[16], codes(s), shown().report.totals.params]
    s.toggleMute('#16')
    expect([...muted, s.text() === original]).toEqual([true, '[-1, 1, nn.Identity, []]', [], 3_157_200, true])
  })
  test('is refused with both shapes where the shape is not kept', () => {
    const { s, shown } = start()
    const done = s.toggleMute(['#15', '#16'])
    expect([done, shown().refusal?.code, shown().refusal?.message]).toEqual([
      false,
      'edit.mute',
      'C2f (row 15) makes 64×80×80 of 192×80×80; muted it would give what it reads.',
    ])
  })
})

describe('copying', () => {
  test('pasted behind another row, links inside stay inside and the first reads the row before', () => {
    const { s, rows, shown } = start()
    s.pasteRows(s.copyRows(['#13', '#14', '#15']), { after: '#18' })
    expect([rows().slice(19, 22), shown().selection.length]).toEqual([
      ['[-1, 1, nn.Upsample, [None, 2, nearest]]', '[[-1, 18], 1, Concat, [1]]', '[-1, 3, C2f, [256]]'],
      3,
    ])
  })
  test('kept links mean the same rows after rows were put in before them', () => {
    const { s, rows } = start()
    const text = s.copyRows(['#14'])
    s.insertAfter('#2', 'EMA')
    s.pasteRows(text, { after: '#16', keepIncoming: true })
    expect(rows()[17]).toBe('[[14, 5], 1, Concat, [1]]')
  })
  test('cut rows leave, and are on the clipboard', () => {
    const { s, rows } = start()
    const text = s.cutRows(['#9'])
    expect([text, rows().length]).toEqual(['- [-1, 1, SPPF, [1024, 5]] # 9\n', 22])
  })
  test('titles and the places of moved cards beside each other come along as a comment that is valid YAML, and are one step', () => {
    const { s, rows, shown } = start()
    s.setTitle('#13', 'grow')
    s.moveNode('#14', [500, 400])
    const [text, before] = [s.copyRows(['#13', '#14']), s.text()]
    const [first, second] = [13, 14].map((i) => shown().layout.nodes[i]!)
    expect(readDocument(`backbone:\n${text.replace(/^/gm, '  ')}`).rows.length).toBe(2)
    s.pasteRows(text, { after: '#18' })
    const [a, b] = [19, 20].map((i) => shown().layout.nodes[i]!)
    const title = nodeTitles(shown().document).get(shown().document.rows[19]!.id)
    expect([rows()[19], title, b!.isMoved, b!.x - a!.x, b!.y - a!.y]).toEqual([
      '[-1, 1, nn.Upsample, [None, 2, nearest]]',
      'grow',
      true,
      Math.round(second!.x - first!.x),
      Math.round(second!.y - first!.y),
    ])
    s.undo()
    expect(s.text()).toBe(before)
  })
  test('is one step each time, however long it takes', () => {
    const { s, clock } = start()
    s.setTitle('#13', 'grow')
    s.moveNode('#14', [500, 400])
    const [text, original] = [s.copyRows(['#13', '#14']), s.text()]
    Object.defineProperty(clock, 'now', { get: () => performance.now() * 1e6 }) // between any two looks at it lies a pause
    const heard: number[] = []
    s.subscribe(() => heard.push(s.getSnapshot().document.rows.length))
    s.pasteRows(text)
    const once = s.text()
    s.pasteRows(text)
    const label = s.getSnapshot().undoLabel
    s.undo()
    const between = s.text()
    s.undo()
    expect([heard, label, between === once, s.text() === original]).toEqual([
      [25, 27, 25, 23],
      { key: 'paste', values: { count: 2 } },
      true,
      true,
    ])
  })
  test('rubbish changes nothing and says why', () => {
    const { s, shown } = start()
    expect([s.pasteRows('hello'), shown().refusal?.code]).toEqual([false, 'edit.paste'])
  })
})

describe('cards', () => {
  test('moved together they are one step, nudged without a pause as well', () => {
    const { s, clock } = start()
    const original = s.text()
    s.moveNodes(
      new Map([
        ['#2' as const, [10, 20] as const],
        ['#4' as const, [30, 40] as const],
      ]),
    )
    const moved = s.text()
    for (const x of [11, 12, 13]) {
      clock.now += 100
      s.moveNodes(new Map([['#2' as const, [x, 20] as const]]), { isNudge: true })
    }
    s.undo()
    const back = s.text()
    s.undo()
    expect([back, s.text()]).toEqual([moved, original])
  })
  test('moving one analyses nothing', () => {
    const { s, shown } = start()
    const before = shown().report
    s.moveNode('#2', [10, 20])
    const first = shown().report
    s.moveNode('#2', [30, 40])
    s.group(['#2', '#3'], { title: 'Stage' })
    expect([first === before, shown().report === before, shown().layout.nodes[2]!.x]).toEqual([true, true, 30])
  })
  test('a group follows its rows', () => {
    const { s, shown } = start()
    s.group(['#15', '#18'], { title: 'Neck', colour: 'blue' })
    s.insertAfter('#2', 'EMA')
    expect(groupsOf(shown().document)).toEqual([{ index: 0, rows: [16, 19], title: 'Neck', colour: 'blue', isCollapsed: false }])
  })
})

describe('finding', () => {
  test('everything upstream, downstream, and of a kind', () => {
    const { s, shown } = start()
    s.selectAllOfType('nn.Upsample')
    const ids = shown().selection.map((id) => shown().document.rows.findIndex((row) => row.id === id))
    expect([s.upstream(['#2']), s.downstream(['#19']), ids]).toEqual([
      [0, 1],
      [20, 21, 22],
      [10, 13],
    ])
  })
  test('walking right and left along links comes back', () => {
    const { s } = start()
    const path = [0]
    for (let next = s.walk(0, 'right'); next !== null && path.length < 40; next = s.walk(next, 'right')) path.push(next)
    expect([path.at(-1), s.walk(22, 'right'), s.walk(0, 'left')]).toEqual([22, null, null])
  })
})

test('every edit has a name in both languages', () => {
  const named = (locale: Record<string, string>) => editKeys.filter((key) => !(key in locale) && !(`${key}_other` in locale))
  expect([named(en.undo), named(zh.undo)]).toEqual([[], []])
})

test('a model without rows is built block by block, and undone to what it was', () => {
  const { s } = start(emptyModel.text)
  const { isBroken, issues } = s.getSnapshot()
  for (const block of ['Conv', { module: 'Conv', args: [128, 3, 2] }, 'Detect']) s.insertAtEnd(block)
  const built = s.text()
  for (let k = 0; k < 3; k++) s.undo()
  expect([isBroken, issues.map(({ code }) => code), s.text() === emptyModel.text]).toEqual([false, ['model.no-rows'], true])
  expect(built.slice(built.indexOf('backbone'))).toBe(`backbone:
  - [-1, 1, Conv, [64]]
  - [-1, 1, Conv, [128, 3, 2]]

head:
  - [[-1], 1, Detect, [nc]]
`)
})
