import type { BuiltRow, Memo, Pass } from './memo'
import { memoryOf } from './memo'
import type { RowReport } from './report'
import { moduleName } from '../document/edges'

/** The report of a row, the same object where nothing about it changed. */
export function rowReport(row: BuiltRow, run: Pass[number], cost: number | null, memo: Memo): RowReport {
  const memory = memoryOf(memo, row.plan.row.id)
  const known = memory.report
  if (known !== undefined && known.run === run && known.cost === cost && known.row === row) return known.report
  const report = reportRow(row, run, cost)
  memory.report = { report, run, cost, row }
  return report
}

function reportRow({ plan, built }: BuiltRow, run: Pass[number], gflops: number | null): RowReport {
  const counts = built?.instance.counts
  const { row } = plan
  const name = moduleName(row)
  const from = row.from.items === undefined ? row.from.value : row.from.items.map((c) => c.value)
  return {
    id: row.id,
    i: plan.i,
    from: from as number | readonly number[],
    n: plan.n,
    module: name,
    type: plan.definition?.type ?? name,
    args: plan.args,
    params: counts?.paramCount ?? 0,
    frozen: counts?.frozenCount ?? 0,
    modules: counts?.modules ?? new Set(),
    leaves: counts?.leaves ?? new Set(),
    declared: plan.definition === null ? null : plan.declared,
    out: run === null || run.error !== null ? null : run.out,
    gflops,
    macs: run?.macs ?? 0,
    status: built === null || run?.error != null ? 'failed' : run === null ? 'unknown' : 'ok',
  }
}
