import { readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { builtin } from '../../kernels'
import { tablesOf } from '../../tests/truth/tables'
import { type Session, createSession } from '.'

const original = readFileSync(new URL('../../assets/models/yolov8.yaml', import.meta.url), 'utf8')

function start(text = original) {
  const clock = { now: 0 }
  const host = { save: vi.fn(async () => ({ path: 'saved.yaml' })) }
  const s = createSession({ host, library: builtin, now: () => clock.now })
  s.open(text, 'yolov8n.yaml')
  return { s, clock, host }
}

const printed = (s: Session) => {
  const { layers, params, gflops } = s.getSnapshot().report.totals
  return `${layers} layers ${params.toLocaleString('en-US')} ${gflops?.toFixed(1)}`
}
const line = (s: Session, row: number) => s.getSnapshot().document.rows[row]!.cell.text
const changed = (s: Session) =>
  s
    .text()
    .split('\n')
    .filter((each) => !original.split('\n').includes(each))

/** EMA behind the three stages that feed the head, as the article has it. */
function graft(s: Session) {
  s.setTarget('ultralytics@8.3.63')
  for (const stage of ['#15', '#19', '#23'] as const) s.insertOnEdge(stage, 'EMA')
}

describe('the story', () => {
  test('yolov8n has the numbers that 8.4 and 8.3.63 print', () => {
    const { s } = start()
    const newer = printed(s)
    s.setTarget('ultralytics@8.3.63')
    expect([newer, printed(s)]).toEqual(['130 layers 3,157,200 8.9', '225 layers 3,157,200 8.9'])
  })

  test('three EMAs behind the neck stages give the article’s numbers, and the difference', () => {
    const { s } = start()
    graft(s)
    const { report, baseline } = s.getSnapshot()
    const difference = [
      report.totals.layers - baseline.layers,
      report.totals.params - baseline.params,
      (report.totals.gflops! - baseline.gflops!).toFixed(1),
    ]
    expect([printed(s), ...difference]).toEqual(['249 layers 3,170,864 9.1', 24, 13_664, '0.2'])
  })

  test('a graft takes over the consumers of its row and keeps every comment', () => {
    const { s } = start()
    s.insertOnEdge('#15', 'EMA')
    expect(changed(s)).toEqual([
      '  - [-1, 1, EMA, []]',
      '  - [-1, 3, C2f, [512]] # 19 (P4/16-medium)',
      '  - [-1, 3, C2f, [1024]] # 22 (P5/32-large)',
      '  - [[16, 19, 22], 1, Detect, [nc]] # reads P3, P4, P5',
    ])
  })

  test('every scale shows its own numbers, and n its old ones after the way round', () => {
    const { s } = start()
    graft(s)
    const seen = ['s', 'm', 'l', 'x', 'n'].map((scale) => {
      s.setScale(scale)
      return s.getSnapshot().report.totals.params
    })
    const tables = new Map(tablesOf('seed').map((table) => [table.name, table]))
    const reference = (scale: string) => tables.get(`yolov8${scale}-ema`)!.totals.params
    expect(seen).toEqual(['s', 'm', 'l', 'x', 'n'].map(reference))
  })

  test('factor set in the inspector is in the text, and set in the text is in the model', () => {
    const { s } = start()
    graft(s)
    s.setArg('#16', 'factor', 16)
    const inText = line(s, 16)
    s.setText(s.text().replace('EMA, [16]', 'EMA, [4]'))
    expect([inText, s.getSnapshot().report.rows[16]!.args]).toEqual(['[-1, 1, EMA, [16]]', [64, 4]])
  })

  test('undoing everything gives the original byte for byte, redoing it the grafted model', () => {
    const { s } = start()
    graft(s)
    s.setArg('#16', 'factor', 16)
    s.setText(s.text().replace('nc: 80', 'nc: 20'))
    const after = s.text()
    while (s.undo());
    const before = s.text()
    while (s.redo());
    expect([before, s.text()]).toEqual([original, after])
  })

  test('P3 fed into the P5 Concat is said at row and edge, the rest keeps its numbers, undo heals', () => {
    const { s } = start()
    const healthy = s.getSnapshot().report
    s.connect('#15', '#20', 1)
    const { report, isBroken } = s.getSnapshot()
    s.undo()
    expect({
      isBroken,
      issue: report.issues.map(({ code, where }) => [code, where.row, where.edge]),
      kept: report.rows.slice(0, 20).every((row, i) => row.params === healthy.rows[i]!.params && row.status === 'ok'),
      healed: [printed(s), s.getSnapshot().issues, s.text() === original],
    }).toEqual({
      isBroken: false,
      issue: [['shape.concat', 20, 15]],
      kept: true,
      healed: ['130 layers 3,157,200 8.9', [], true],
    })
  })
})

describe('editing', () => {
  test('a block behind a row is taken back by undo', () => {
    const { s } = start()
    s.insertAfter('#15', 'EMA')
    s.undo()
    expect(s.text()).toBe(original)
  })

  test('a stage dropped on an edge keeps the channels at every scale', () => {
    const { s } = start()
    s.insertOnEdge('#15', 'C2f')
    const channels = ['n', 's', 'm', 'l', 'x'].map((scale) => {
      s.setScale(scale)
      const { rows } = s.getSnapshot().report
      return rows[16]!.declared === rows[15]!.declared
    })
    expect([line(s, 16), channels]).toEqual(['[-1, 1, C2f, [256]]', [true, true, true, true, true]])
  })

  test('an argument behind ones that are left out brings their defaults', () => {
    const { s } = start()
    s.setArg('#2', 'e', 0.25)
    expect(line(s, 2)).toBe('[-1, 3, C2f, [128, True, 1, 0.25]]')
  })

  test('deleting a row rejoins its neighbours', () => {
    const { s } = start()
    s.remove('#9')
    expect(line(s, 9)).toBe('[-1, 1, nn.Upsample, [None, 2, nearest]]')
  })

  test('keys typed without a pause are one step, after a pause the next', () => {
    const { s, clock } = start()
    for (const text of ['nc: 8', 'nc: 81', 'nc: 810']) {
      s.setText(original.replace('nc: 80', text))
      clock.now += 100
    }
    clock.now += 5000
    s.setText(original.replace('nc: 80', 'nc: 7'))
    s.undo()
    const once = s.text()
    s.undo()
    expect([once.startsWith('# YOLOv8') && once.includes('nc: 810'), s.text()]).toEqual([true, original])
  })

  test('what cannot be done says why and changes nothing', () => {
    const { s } = start()
    const done = s.connect('#20', '#15')
    expect([done, s.getSnapshot().refusal?.code, s.text()]).toEqual([false, 'edit.cycle', original])
  })

  test('switching the scale is no edit', () => {
    const { s } = start()
    s.setScale('x')
    expect([s.getSnapshot().isDirty, s.undo()]).toEqual([false, false])
  })

  test('the selection follows its row and goes with it', () => {
    const { s } = start()
    s.insertOnEdge('#15', 'EMA')
    s.select(['#19'])
    s.undo()
    const { selection, document } = s.getSnapshot()
    const followed = document.rows.findIndex(({ id }) => id === selection[0])
    s.remove('#18')
    expect([followed, s.getSnapshot().selection]).toEqual([18, []])
  })
})

describe('broken text', () => {
  const broken = original.replace('SPPF, [1024, 5]', 'SPPF, ["1024, 5]')

  test('the last state that could be read is shown and marked', () => {
    const { s } = start()
    s.setText(broken)
    const { isBroken, report, issues } = s.getSnapshot()
    expect([isBroken, report.rows.length, issues.some(({ severity }) => severity === 'error'), s.text()]).toEqual([true, 23, true, broken])
  })

  test('mended, the rows are who they were', () => {
    const { s } = start()
    const ids = s.getSnapshot().document.rows.map(({ id }) => id)
    s.setText(broken)
    s.setText(original.replace('[1024, 5]', '[1024, 7]'))
    expect(s.getSnapshot().document.rows.map(({ id }) => id)).toEqual(ids)
  })

  test('undo leads through it and back', () => {
    const { s, clock } = start()
    s.setText(broken)
    clock.now += 5000
    s.setText(original.replace('nc: 80', 'nc: 3'))
    s.undo()
    const between = s.getSnapshot().isBroken
    s.undo()
    expect([between, s.getSnapshot().isBroken, s.text()]).toEqual([true, false, original])
  })

  test('the canvas cannot edit what cannot be read', () => {
    const { s } = start()
    s.setText(broken)
    expect([s.insertOnEdge('#15', 'EMA'), s.text()]).toEqual([false, broken])
  })
})

describe('another form of a block', () => {
  test('keeps the arguments and who reads the row, and is one step', () => {
    const { s } = start()
    const original = s.text()
    s.insertOnEdge('#15', 'GAMAttention')
    s.setForm('#16', 'GAM_Attention')
    const { module, status } = s.getSnapshot().report.rows[16]!
    s.undo()
    const before = s.getSnapshot().report.rows[16]!.module
    s.undo()
    expect([module, status, before, s.text()]).toEqual(['GAM_Attention', 'ok', 'GAMAttention', original])
  })
})

describe('saving', () => {
  test('a saved model is clean under its new path', async () => {
    const { s, host } = start()
    s.setRepeats('#2', 6)
    const before = s.getSnapshot().isDirty
    await s.save()
    const { isDirty, path } = s.getSnapshot()
    expect([before, isDirty, path, host.save.mock.calls]).toEqual([
      true,
      false,
      'saved.yaml',
      [[{ path: 'yolov8n.yaml', text: s.text() }, 'same']],
    ])
  })

  test('a model is printed under the name it was saved as', async () => {
    const { s } = start()
    await s.save()
    expect(s.getSnapshot().report.name).toBe('saved')
  })

  test('an edit while the file is written stays unsaved', async () => {
    const { s } = start()
    s.setRepeats('#2', 6)
    const saving = s.save()
    s.setRepeats('#4', 9)
    await saving
    expect(s.getSnapshot().isDirty).toBe(true)
  })

  test('a file that another program took away leaves its model unsaved', () => {
    const { s } = start()
    s.fileHolds(null)
    expect(s.getSnapshot().isDirty).toBe(true)
  })

  test('the text of another program is one step, apart from the typing around it', () => {
    const { s } = start()
    s.setText(`${original}#`)
    s.replaceText('nc: 3\n')
    s.setText('nc: 4\n')
    s.undo()
    const reloaded = s.text()
    s.undo()
    expect([reloaded, s.text()]).toEqual(['nc: 3\n', `${original}#`])
  })
})

test('listeners hear of every change until they leave, and an unchanged session gives the same snapshot', () => {
  const { s } = start()
  const listener = vi.fn()
  const leave = s.subscribe(listener)
  s.setScale('s')
  leave()
  s.setScale('n')
  expect([listener.mock.calls.length, s.getSnapshot() === s.getSnapshot()]).toEqual([1, true])
})
