/** Python text: expressions with parentheses where they are needed, literals, and sizes over the shapes of the inputs. */
import { type Atom } from '../symbolic/dim'
import { type Dim, type PyExpr, type PyPrinter } from '../symbolic'

const atomic = (text: string): PyExpr => ({ text, atomic: true })

/** A Python literal of plain values. */
export function pythonLiteralOf(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number')
    return Number.isFinite(value) ? String(value) : Number.isNaN(value) ? "float('nan')" : `float('${value < 0 ? '-' : ''}inf')`
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  if (Array.isArray(value)) return `[${value.map(pythonLiteralOf).join(', ')}]`
  return `{${Object.entries(value)
    .map(([k, v]) => `${pythonLiteralOf(k)}: ${pythonLiteralOf(v)}`)
    .join(', ')}}`
}

/** A printer that notes in `used` which free sizes its text speaks of. `device` is the tensor whose device new tensors go to. */
export function createPrinter(used: Set<string>, device: string): PyPrinter {
  const p = (parts: TemplateStringsArray, ...values: readonly (PyExpr | string | number | boolean | null)[]): PyExpr => {
    const alone = parts.every((part) => part === '')
    let text = parts[0]!
    values.forEach((value, i) => {
      const isOperand = !/[(,[=]\s*$/.test(text) || /^\s*[.[]/.test(parts[i + 1]!)
      text +=
        typeof value === 'object' && value !== null
          ? isOperand && !alone
            ? operand(value)
            : value.text
          : typeof value === 'string'
            ? value
            : pythonLiteralOf(value)
      text += parts[i + 1]!
    })
    return { text, atomic: isAtomic(text) }
  }
  const printDim = (d: Dim): PyExpr => {
    if (typeof d === 'number') return atomic(String(d))
    const terms = d.terms.map(({ coefficient, atoms }) => {
      const factors = [...(coefficient === 1 ? [] : [String(coefficient)]), ...atoms.map((a) => printAtom(a))]
      return factors.join(' * ')
    })
    if (d.constant !== 0) terms.push(String(d.constant))
    const text = terms.join(' + ').replaceAll('+ -', '- ')
    return { text, atomic: isAtomic(text) }
  }
  const printAtom = (atom: Atom): string => {
    if (atom.kind === 'symbol') {
      used.add(atom.name)
      return atom.name
    }
    const [a, b] = [printDim(atom.a), printDim(atom.b)]
    if (atom.kind === 'min' || atom.kind === 'max') return `${atom.kind}(${a.text}, ${b.text})`
    return `(${operand(a)} ${atom.kind === 'mod' ? '%' : '//'} ${operand(b)})`
  }
  return Object.assign(p, {
    dim: printDim,
    dims: (ds: readonly Dim[]) => atomic(ds.map((d) => printDim(d).text).join(', ')),
    literal: (value: unknown) => atomic(pythonLiteralOf(value)),
    list: (items: readonly PyExpr[]) => atomic(items.map((i) => i.text).join(', ')),
    device: atomic(`${device}.device`),
  })
}

const operand = (e: PyExpr) => (e.atomic ? e.text : `(${e.text})`)

/** Whether a text can stand as an operand without parentheses: a name, a literal, a call, an index. */
function isAtomic(text: string): boolean {
  let depth = 0
  for (const c of text) {
    if ('([{'.includes(c)) depth++
    else if (')]}'.includes(c)) depth--
    else if (depth === 0 && ' +-*/%@<>'.includes(c)) return false
  }
  return true
}

/** Python's way to a descendant: `m.0.cv1` is `m[0].cv1`. */
export function attributePath(path: string): string {
  return path
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '')
}
