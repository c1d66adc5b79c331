/**
 * Rows that take far more than their map would lead one to think: attention over all places on a large map, or a block that costs
 * more than the stages around it. Measured on the trace at the user's image size, so the same block is named on a large map and not
 * on a small one.
 *
 * The thresholds lie above everything that stock models have at any scale and their own image size, as `expense.test.ts` holds. Memory:
 * the largest result there that outweighs what the row reads and gives is AIFI's, 12.5 times 0.4 MiB; beyond 32 MiB one such result is
 * half a gigabyte for a batch of 16, which training keeps for the way back. Work: the densest block that keeps its map is AIFI with 1.9
 * times a 3×3 convolution of its channels, then RepNCSPELAN4 with 1.7.
 */
import { moduleName } from '../document/edges'
import type { Document } from '../document/types'
import type { Issue } from '../issues/issue'
import { type ShapeTree, type TensorType, elements, hintOf, isTensorType, shapeText } from '../symbolic'
import type { BuiltModel } from './build-model'
import { createExplainer } from './explain'
import { type Pass, sameTree } from './memo'
import { inputsOf } from './passes'
import type { Finding, RowPlan } from './plan'
import type { Run } from './run'

const mebibyte = 2 ** 20
const muchMemory = { bytes: 32 * mebibyte, timesItsMaps: 8 }
const muchWork = { timesConvolution: 2.5, shareOfModel: 0.1 }

/** A warning for each row that is expensive where it stands. */
export function expenses({ rows, document }: BuiltModel, pass: Pass, image: TensorType): Issue[] {
  const total = pass.reduce((sum, run) => sum + (run?.macs ?? 0), 0)
  const found = rows.flatMap(({ plan }, i) => {
    const run = pass[i]
    const inputs = run == null || run.error !== null ? null : inputsOf(plan, image, pass)
    const finding = inputs === null ? null : expenseOf(plan, run!, inputs, total, document)
    return finding === null ? [] : [{ i, finding }]
  })
  if (found.length === 0) return []
  const explain = createExplainer(document)
  return found.map(({ i, finding }) => explain.finding(i, finding))
}

function expenseOf(plan: RowPlan, run: Run, inputs: readonly ShapeTree[], total: number, document: Document): Finding | null {
  const maps = Math.max(bytesOf(run.out), ...inputs.map(bytesOf))
  const isLarge = run.largest > muchMemory.bytes && run.largest > muchMemory.timesItsMaps * maps
  const [input] = inputs
  const isSlow =
    run.macs / plan.n > muchWork.timesConvolution * plainConvolution(input!, run.out) && run.macs > muchWork.shareOfModel * total
  if (!isLarge && !isSlow) return null

  const on = input !== null && isTensorType(input!) ? ` on this map of ${shapeText(input)}` : ''
  const memory = `its largest result takes ${sizeText(run.largest)} for one image, ${rounded(run.largest / maps)} times the map`
  const work = `it takes ${rounded(run.macs / 1e9)} G multiply-accumulates, ${Math.round((100 * run.macs) / total)} % of the model’s`
  const name = moduleName(document.rows[plan.i]!)
  const message = `${on === '' ? '' : `${on.trim()}, `}${[...(isLarge ? [memory] : []), work].join('; ')}.`
  const cure = isLarge
    ? `Place ${name} at a deeper level, where the map is smaller, or use a block whose memory grows with the map alone.`
    : `Place ${name} where there are fewer channels or places, or use a lighter block.`
  return { code: 'row.expensive', message: message[0]!.toUpperCase() + message.slice(1), cure, cell: document.rows[plan.i]!.module }
}

const rounded = (n: number) => (n >= 10 ? Math.round(n).toLocaleString('en-US') : n.toPrecision(2))
const sizeText = (bytes: number) =>
  bytes < 1024 * mebibyte ? `${rounded(bytes / mebibyte)} MiB` : `${rounded(bytes / mebibyte / 1024)} GiB`

const bytesOf = (tree: ShapeTree): number =>
  tree === null
    ? 0
    : isTensorType(tree)
      ? 4 * elements(tree.shape.map(hintOf))
      : Object.values(tree).reduce<number>((sum, each) => sum + bytesOf(each as ShapeTree), 0)

/** Multiply-accumulates of a 3×3 convolution in the row's place; endless for a row that is none: it changes its map. */
function plainConvolution(input: ShapeTree, out: ShapeTree): number {
  if (input === null || !isTensorType(input) || input.shape.length !== 4 || !sameTree(input, out)) return Infinity
  return 9 * hintOf(input.shape[1]!) * elements(input.shape.map(hintOf))
}
