/** Blocks that the target's own parser does not find by name: the model is right, but the library must be given them first. */
import { type Dialect, canName } from '../dialects'
import type { Finding, RowPlan } from './plan'

/** One finding for each such name, at the first row that has it. */
export function notInTarget(plans: readonly RowPlan[], dialect: Dialect): { readonly i: number; readonly finding: Finding }[] {
  const named = new Map<string, [RowPlan, ...RowPlan[]]>()
  for (const plan of plans) {
    const name = plan.row.module.value as string
    if (plan.definition === null || canName(dialect, plan.definition, name)) continue
    const before = named.get(name)
    if (before === undefined) named.set(name, [plan])
    else before.push(plan)
  }
  return [...named.values()].map((all) => {
    const [{ i, row }] = all
    const message = `${dialect.title} does not find this block by its name${all.length > 1 ? `; ${all.length} rows use it` : ''}.`
    return { i, finding: { code: 'row.not-in-target', message, cell: row.module } }
  })
}
