/** Holds everything we know of real PyTorch against our own numbers, a line each; `npm run truth`. */
import { fixtureCases } from '../../kernels/tests/fixture-cases'
import { blockDifferences } from './compare-block'
import { modelDifferences, olderDifferences } from './compare-model'
import { families, olderTables, tablesOf } from './tables'

/** One thing that was compared. */
interface Comparison {
  readonly name: string
  readonly compare: () => string[] | Promise<string[]>
}

function models(): Comparison[] {
  return families.flatMap(tablesOf).map((table) => ({ name: `${table.target} ${table.name}`, compare: () => modelDifferences(table) }))
}

function olderModels(): Comparison[] {
  return olderTables().map(([table, totals]) => ({
    name: `ultralytics@8.3.63 ${table.name}`,
    compare: () => olderDifferences(table, totals),
  }))
}

function blocks(): Comparison[] {
  return fixtureCases().map((c) => ({ name: `block ${c.id}`, compare: () => blockDifferences(c) }))
}

/** Compares what a word of the command line names, everything without one; prints a line each and a total. True where nothing differs. */
export async function compareAll(words: readonly string[]): Promise<boolean> {
  const all = [...models(), ...olderModels(), ...blocks()].filter(({ name }) => words.length === 0 || words.some((w) => name.includes(w)))
  let wrong = 0
  for (const { name, compare } of all) {
    let differences: string[]
    try {
      differences = await compare()
    } catch (error) {
      differences = [error instanceof Error ? error.message : String(error)]
    }
    if (differences.length > 0) wrong++
    console.log(differences.length === 0 ? `equal   ${name}` : `DIFFERS ${name}\n  ${differences.join('\n  ')}`)
  }
  const count = (list: readonly Comparison[]) => list.filter((c) => all.some((a) => a.name === c.name)).length
  console.log(
    `${count(models())} models, ${count(olderModels())} of them also in the older counting, and ${count(blocks())} cases of blocks: ${wrong === 0 ? 'all as PyTorch says' : `${wrong} differ`}`,
  )
  return wrong === 0 && all.length > 0
}
