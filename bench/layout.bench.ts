/** The picture of a report, and how long typing pays for it where nothing in it changes. */
import { readFileSync } from 'node:fs'
import { type RowReport, analyze } from '../graph-core/analysis'
import type { RowId } from '../graph-core/document'
import { parse } from '../graph-core/yaml/parse'
import { builtin } from '../kernels'
import { type Pictured, createLayouter, layoutModel } from '../renderer/layout'
import { measure } from './harness'

const options = { runs: 41, warmup: 10, sweeps: false }
const stock = analyze(parse(readFileSync('assets/models/yolov5.yaml', 'utf8'), { path: 'yolov5s.yaml' }).document, builtin)

/** Rows that go down and up through levels, with skips between them. */
function made(length: number): Pictured {
  const level = (i: number) => 1 + (Math.abs((i % 60) - 30) >> 3)
  const side = (i: number) => 640 / 2 ** level(i)
  const rows = Array.from(
    { length },
    (_, i) =>
      ({
        id: String(i) as unknown as RowId,
        i,
        from: i === 0 ? -1 : i % 5 === 0 ? [-1, (i * 7) % i] : -1,
        out: { shape: [1, 16, side(i), side(i)], dtype: 'f32' },
        status: 'ok',
      }) as unknown as RowReport,
  )
  return { rows, imgsz: [640, 640] }
}

const cases: readonly (readonly [name: string, report: Pictured, ms: number])[] = [
  ['yolov5s, 25 rows', stock, 5],
  ['100 rows', made(100), 50],
  ['150 rows', made(150), 75],
  ['625 rows', made(625), 300],
  ['1,000 rows', made(1000), 500],
]
for (const [name, report, ms] of cases) {
  await measure(`${name}: laid out anew`, () => layoutModel(report), { ...options, target: { ms } })
  const lay = createLayouter()
  await measure(`${name}: laid out again, nothing changed`, () => lay(report), options)
  const at = new Map([[report.rows[report.rows.length >> 1]!.id, [300, -200] as const]])
  await measure(`${name}: laid out with a card moved by hand`, () => layoutModel(report, { at }), options)
}
