import type { Report } from '../../graph-core/analysis'
import { type ShapeTree, hintOf, isTensorType } from '../../graph-core/symbolic'

/** Model numbers are written the way papers write them, in every language. */
const grouped = new Intl.NumberFormat('en-US')

export const count = (n: number) => grouped.format(n)

/** `+13,664`, `−24`, between the numbers as they are shown; nothing for no difference. */
export function difference(now: number, before: number, digits = 0): string {
  const rounded = Number((Number(now.toFixed(digits)) - Number(before.toFixed(digits))).toFixed(digits))
  if (rounded === 0) return ''
  const size = digits === 0 ? count(Math.abs(rounded)) : Math.abs(rounded).toFixed(digits)
  return `${rounded > 0 ? '+' : '−'}${size}`
}

/** `64×80×80` without the batch, of several tensors the first; null where nothing is known. */
export function shapeText(out: ShapeTree): string | null {
  if (out === null) return null
  if (isTensorType(out)) return out.shape.slice(1).map(hintOf).join('×')
  for (const part of Object.values(out) as ShapeTree[]) {
    const text = shapeText(part)
    if (text !== null) return text
  }
  return null
}

/** `64×80×80` of one tensor; null for what heads give, of which many forms are right. */
export const mapText = (out: ShapeTree): string | null => (out !== null && isTensorType(out) ? shapeText(out) : null)

/** `#4 C2f`. */
export const rowName = ({ rows }: Pick<Report, 'rows'>, i: number): string => `#${i} ${rows[i]?.module ?? ''}`.trimEnd()

/** `30.4 M`. */
export function short(n: number): string {
  for (const [unit, size] of [
    ['G', 1e9],
    ['M', 1e6],
    ['K', 1e3],
  ] as const)
    if (n >= size) return `${(n / size).toFixed(1)} ${unit}`
  return String(n)
}
