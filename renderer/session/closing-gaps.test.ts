import { expect, test, vi } from 'vitest'
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
