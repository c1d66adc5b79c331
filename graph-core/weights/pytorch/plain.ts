import { type PyValue, PyFloat, PyGlobal, PyObject, sequence } from '../pickle/values'
import type { Json } from '../checkpoint'

/** More than any training's arguments; what goes on is cut. */
const mostValues = 5000
const deepest = 8
const longestText = 10_000

/** Pickled data as JSON: what has no counterpart there is left out, and undefined where nothing is left. */
export function plain(value: PyValue | undefined): Json | undefined {
  let count = 0
  const convert = (each: PyValue | undefined, depth: number): Json | undefined => {
    if (each === undefined || ++count > mostValues || depth > deepest) return undefined
    if (each === null || typeof each === 'boolean') return each
    if (typeof each === 'number' || each instanceof PyFloat) return finite(each instanceof PyFloat ? each.value : each)
    if (typeof each === 'string') return each.slice(0, longestText)
    if (typeof each === 'bigint') return each.toString()
    const items = each instanceof Set ? [...each] : sequence(each)
    if (items !== null) return items.slice(0, mostValues).flatMap((item) => listed(convert(item, depth + 1)))
    if (each instanceof PyGlobal) return each.path
    if (each instanceof PyObject && /^pathlib\./.test(each.type.path)) return each.args.filter((part) => typeof part === 'string').join('/')
    if (each instanceof PyObject) return convert(each.state, depth)
    return each instanceof Map ? entries(each, depth) : undefined
  }
  const entries = (map: Map<PyValue, PyValue>, depth: number): Json => {
    const out: [string, Json][] = []
    for (const [key, each] of map) {
      if (count > mostValues) break
      const converted = typeof key === 'string' || typeof key === 'number' ? convert(each, depth + 1) : undefined
      if (converted !== undefined) out.push([`${key as string | number}`, converted])
    }
    return Object.fromEntries(out) // defines `__proto__` like any other key
  }
  return convert(value, 0)
}

/** JSON has no infinities; people know them by these names. */
const finite = (value: number): Json => (Number.isFinite(value) ? value : String(value))
const listed = (value: Json | undefined): Json[] => (value === undefined ? [] : [value])
