/** Document × library × options -> report. Memoised row by row. */
import { modelNameOf } from '../dialects'
import type { Document } from '../document/types'
import type { Issue } from '../issues/issue'
import type { Library } from '../symbolic'
import { type AnalyzeOptions, buildModel } from './build-model'
import { expenses } from './expense'
import { type Memo, createMemo } from './memo'
import { type PassSetting, imageType, isWhole, runPass, textType } from './passes'
import { fusedTotals, gigaflops, profile } from './profile'
import type { Report } from './report'
import { rowReport } from './row-report'
import type { Run } from './run'
import { runIssues } from './run-issues'
import { countTotals, thopTotal } from './totals'

/** Everything the app shows of a model. Issues of the rows carry the row PyTorch would blame. */
export function analyze(document: Document, library: Library, options: AnalyzeOptions = {}, memo: Memo = createMemo()): Report {
  const model = buildModel(document, library, options, memo)
  const { dialect, header, rows, strides, head } = model
  const side = head?.head?.imgsz ?? 640
  const imgsz = options.imgsz ?? ([side, side] as const)
  const setting: PassSetting = {
    mode: 'eval',
    strides,
    counts: 'everything',
    purpose: 'image',
    image: imageType(header.ch, imgsz),
    text: textType(header.nc),
  }
  const pass = runPass(rows, setting, dialect, memo)
  const isBuilt = rows.length > 0 && rows.every((r) => r.built !== null) && (model.stridePass === null || isWhole(model.stridePass))
  const profiled = isBuilt ? profile(model, pass, setting, memo) : null
  const counts = rows.flatMap((r) => (r.built === null ? [] : [r.built.instance.counts]))

  return {
    name: modelNameOf(document.path, header.scale),
    target: dialect.target.id,
    task: head?.head?.task ?? 'detect',
    scale: header.scale,
    nc: header.nc,
    imgsz,
    strides,
    rows: rows.map((row, i) => rowReport(row, pass[i]!, profiled && gigaflops(profiled, costOf(profiled.pass[i]!)), memo)),
    proxy: profiled?.report ?? { size: imgsz, factor: 1, fellBack: true },
    totals: {
      ...countTotals(counts, dialect),
      gflops: profiled && gigaflops(profiled, thopTotal(profiled.pass, counts, dialect)),
      macs: pass.reduce((sum, run) => sum + (run?.macs ?? 0), 0),
    },
    fused: isBuilt ? fusedTotals(model, profiled, memo) : null,
    issues: [...model.issues, ...runIssues(model, pass, setting.image), ...expenses(model, pass, setting.image)].map(placed).sort(byPlace),
  }
}

/** What is said of the file as a whole has its beginning as place. */
function placed(issue: Issue): Issue {
  return issue.where.range === undefined ? { ...issue, where: { ...issue.where, range: [1, 1, 1, 1] } } : issue
}

const byPlace = ({ where: { range: a } }: Issue, { where: { range: b } }: Issue) => a![0] - b![0] || a![1] - b![1]

/** What thop adds for one row, layers it shares with others included. */
function costOf({ thop, sharedThop }: Run): number {
  let cost = thop
  for (const shared of sharedThop.values()) cost += shared
  return cost
}
