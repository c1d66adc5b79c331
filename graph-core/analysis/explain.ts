/** Findings in the user's words: which row, what was found, what was expected, what to do. */
import { moduleName, sourcesOf } from '../document/edges'
import { rowRange } from '../document/header'
import { createLocator } from '../document/issues'
import type { Document } from '../document/types'
import type { Fix, FixValue } from '../issues/fix'
import { type Issue, type Where, issue } from '../issues/issue'
import { type ShapeError, type ShapeTree, hintOf, isTensorType } from '../symbolic'
import type { Finding, RowPlan } from './plan'

/** Makes issues with places in the text. */
export function createExplainer(document: Document) {
  const locate = createLocator(document.text)
  const at = (i: number, where: Where = {}, cell = document.rows[i]!.cell): Where => ({
    row: i,
    ...where,
    range: locate(rowRange(document, i, cell)),
  })

  /** `C2f (row 4)`. */
  const name = (i: number) => `${moduleName(document.rows[i]!)} (row ${i})`

  return {
    /** A finding of the parse rule. */
    finding: (i: number, { code, message, cure, cell, arg, fixes }: Finding): Issue =>
      issue(code, `${name(i)}: ${message}`, at(i, arg === undefined ? {} : { arg }, cell), { cure, fixes }),

    /** An error of a constructor. */
    construction: (i: number, error: ShapeError): Issue =>
      issue(error.code, `${name(i)}: ${error.message}`, at(i, {}, document.rows[i]!.argsCell), {
        cure: error.cure,
      }),

    /** An error of a forward, at the image size given. */
    run(
      plan: RowPlan,
      error: ShapeError,
      inputs: readonly ShapeTree[],
      image: readonly number[],
      all: readonly (ShapeTree | undefined)[],
    ): Issue {
      const named = name(plan.i)
      if (error.code === 'shape.concat' && inputs.every((input) => map(input).length > 0))
        return explainConcat(named, plan, inputs, all, at, document)
      const sources = (plan.sources ?? []).map((s, k) => `${shape(inputs[k]!)} from ${s < 0 ? 'the image' : `row ${s}`}`)
      const where = plan.sources?.length === 1 && plan.sources[0]! >= 0 ? { edge: plan.sources[0]! } : {}
      const size = image.join('×')
      return issue(error.code, `${named}: ${error.message}. It reads ${sources.join(' and ')} (image ${size}).`, at(plan.i, where), {
        cure: error.cure,
      })
    },
  }
}

/** `64×80×80`, or a list of shapes. */
function shape(tree: ShapeTree): string {
  if (tree === null) return 'nothing'
  if (isTensorType(tree)) return tree.shape.slice(1).map(hintOf).join('×')
  return `[${Object.values(tree)
    .map((t) => shape(t as ShapeTree))
    .join(', ')}]`
}

const map = (tree: ShapeTree) => (tree !== null && isTensorType(tree) ? tree.shape.slice(2).map(hintOf) : [])

/** Names the input that stands out, and what would bring it to the others' size. */
function explainConcat(
  name: string,
  plan: RowPlan,
  inputs: readonly ShapeTree[],
  all: readonly (ShapeTree | undefined)[],
  at: (i: number, where: Where) => Where,
  document: Document,
): Issue {
  const maps = inputs.map(map)
  const text = (m: readonly number[]) => m.join('×')
  const odd = maps.findIndex((m, k) => k > 0 && text(m) !== text(maps[0]!))
  const [found, wanted] = [maps[odd] ?? [], maps[0]!]
  const source = plan.sources![odd] ?? -1
  const message = `${name}: ${text(wanted)} from row ${plan.sources![0]} and ${text(found)} from row ${source} cannot be joined along channels.`
  const factor = wanted[0]! / found[0]!
  const ways: string[] = []
  if (Number.isInteger(factor) && factor > 1) ways.push(`upsample row ${source} ×${factor}`)
  if (Number.isInteger(1 / factor) && factor < 1) ways.push(`downsample row ${source} with a stride of ${1 / factor}`)
  const fixes: Fix[] = []
  // Growing comes first: the smaller of two maps is what a row that grew it left behind.
  const slots = plan.sources!.length === 2 && odd === 1 && factor < 1 ? [0, 1] : [odd]
  for (const slot of slots) {
    const from = plan.sources![slot] ?? -1
    const resizing = from < 0 ? undefined : rowThatResizes(document, plan.i, slot === odd ? factor : 1 / factor, all)
    if (resizing !== undefined) fixes.push({ kind: 'insert', from, to: plan.i, slot, ...resizing })
  }
  const fitting = all.findLastIndex(
    (tree, i) => i < plan.i && !plan.sources!.includes(i) && tree !== undefined && text(map(tree)) === text(wanted),
  )
  if (fitting >= 0) {
    ways.push(`take row ${fitting} (${text(wanted)})`)
    fixes.push({ kind: 'connect', from: fitting, to: plan.i, slot: odd })
  }
  const cure = ways.length === 0 ? undefined : `${ways.join(', or ')}.`
  return issue('shape.concat', message, at(plan.i, { edge: source }), { cure: cure && cure[0]!.toUpperCase() + cure.slice(1), fixes })
}

/** What this model itself writes where a map grows or shrinks by a factor: the nearest such row before row `i`, else behind it. */
export function rowThatResizes(
  document: Document,
  i: number,
  factor: number,
  all: readonly (ShapeTree | undefined)[],
): { module: string; args: readonly FixValue[] } | undefined {
  const side = (k: number) => map(all[k] ?? null)[0]
  const found = document.rows.flatMap((row, k) => {
    const sources = sourcesOf(document, k)
    const before = sources.length === 1 && sources[0] !== null ? side(sources[0]!) : undefined
    const isPlain = !row.isMalformed && row.args.every(({ value }) => !(value instanceof Map))
    return before !== undefined && side(k) === before * factor && isPlain ? [k] : []
  })
  const nearest = found.findLast((k) => k < i) ?? found[0]
  if (nearest === undefined) return undefined
  const row = document.rows[nearest]!
  return { module: moduleName(row), args: row.args.map(({ value }) => value as FixValue) }
}
