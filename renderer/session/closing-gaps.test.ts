import { readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { yaml } from '../../graph-core/yaml/template'
import { builtin } from '../../kernels'
import { createSession } from './session'

test('a row with channels of its own that lost what it read is offered what makes as many, and a row that gives them', () => {
  const s = createSession({ host: { save: vi.fn(async () => ({ path: 'saved.yaml' })) }, library: builtin, now: () => 0 })
  s.open(
    yaml`
      nc: 80
      scales: { n: [1, 0.5, 1024] }
      backbone:
        - [-1, 1, Conv, [32, 3, 2]]
        - [-1, 1, Conv, [128, 3, 1]]
        - [-1, 1, Conv, [32, 3, 1]]
        - [-1, 1, Conv, [128, 3, 1]]
        - [-1, 1, nn.Conv2d, [64, 16, 1]]
      head: []
    `,
    'channels.yaml',
  )
  s.remove('#3')
  const { notice } = s.getSnapshot()
  expect([notice?.code, notice?.where.row, notice?.fixes]).toEqual([
    'edit.gap',
    3,
    [
      { kind: 'insert', from: 2, to: 3, slot: 0, module: 'Conv', args: [128, 1, 1] },
      { kind: 'connect', from: 1, to: 3, slot: 0 },
    ],
  ])
  s.applyFix(notice!.fixes![0]!)
  expect(s.getSnapshot().issues.filter(({ severity }) => severity === 'error')).toEqual([])
})

describe('a deleted row that resized', () => {
  const stock = (name: string) => readFileSync(new URL(`../../assets/models/${name}`, import.meta.url), 'utf8')

  /** What is offered after a row was deleted; of each way the parameters it leads to, and how many rows are in error then. */
  function ways(name: string, row: number) {
    const s = createSession({ host: { save: vi.fn(async () => ({ path: 'saved.yaml' })) }, library: builtin, now: () => 0 })
    s.open(stock(name), name)
    const before = s.getSnapshot().report.totals.params
    s.remove(row)
    const { notice } = s.getSnapshot()
    const fixes = (notice?.fixes ?? []).map((fix) => {
      s.applyFix(fix)
      const { report, issues, refusal } = s.getSnapshot()
      const errors = issues.filter(({ severity }) => severity === 'error').length
      s.undo()
      const what = fix.kind === 'insert' ? `${fix.from}>${fix.to}.${fix.slot} ${fix.module} ${JSON.stringify(fix.args)}` : fix.kind
      return [what, report.totals.params - before, errors, refusal] as const
    })
    return { row: notice?.where.row, fixes }
  }

  test('by 2 in the top-down path: upsampling gives the model it was', () => {
    const { row, fixes } = ways('yolov8.yaml', 10)
    expect([row, fixes[0], fixes.slice(1).map(([what]) => what)]).toEqual([
      10,
      ['9>10.0 nn.Upsample ["None",2,"nearest"]', 0, 0, null],
      ['6>10.1 Conv [512,3,2]', 'connect'],
    ])
  })

  test.each([
    ['yolov8.yaml', 16, 16, '15>16.0 Conv [256,3,2]'],
    ['yolov8.yaml', 19, 19, '18>19.0 Conv [512,3,2]'],
    ['yolo11.yaml', 17, 17, '16>17.0 Conv [256,3,2]'],
    ['yolov9c.yaml', 16, 16, '15>16.0 ADown [256]'],
    // A sum of maps, where lists of them are read besides.
    ['yolov9e.yaml', 17, 17, '16>17.4 Conv [128,3,2]'],
  ])('by a stride: of %s, row %i comes back with the channels it had', (name, row, at, what) => {
    const { row: found, fixes } = ways(name, row)
    expect([found, fixes[0]]).toEqual([at, [what, 0, 0, null]])
  })

  test('each way is offered once, whatever its channels are', () => {
    const { fixes } = ways('yolov8.yaml', 16)
    expect(fixes.map(([what]) => what)).toEqual(['15>16.0 Conv [256,3,2]', '12>16.1 nn.Upsample ["None",2,"nearest"]', 'connect'])
  })
})

test('a sum that lists are read for says every shape it reads', () => {
  const s = createSession({ host: { save: vi.fn(async () => ({ path: 'saved.yaml' })) }, library: builtin, now: () => 0 })
  s.open(readFileSync(new URL('../../assets/models/yolov9e.yaml', import.meta.url), 'utf8'), 'yolov9e.yaml')
  s.remove('#17')
  expect(s.getSnapshot().notice?.message).toMatch(/^CBFuse \(row 17\): .*64×320×320 from row 16/)
})
