/**
 * Sizes as the text ONNX has for those that are known when the model runs. Equal texts mean equal sizes there, so the text is the whole
 * expression: `batch`, `height/8`, `floor((height - 1)/2)`.
 */
import { type Atom, type Dim } from '../symbolic/dim'

/** A number, or the text of an expression. */
export function sizeText(d: Dim): number | string {
  return typeof d === 'number' ? d : expression(d)
}

function expression(d: Dim): string {
  if (typeof d === 'number') return String(d)
  const parts = d.terms.map((t) => termText(t.coefficient, t.atoms))
  if (d.constant !== 0) parts.push(String(d.constant))
  return parts.join(' + ').replaceAll(' + -', ' - ')
}

/** Sizes known to be multiples are kept in units: 4 units of `height/32` are `height/8`. */
function termText(coefficient: number, atoms: readonly Atom[]): string {
  const unit = atoms.length === 1 && atoms[0]!.kind === 'symbol' ? /^(.*)\/(\d+)$/.exec(atoms[0]!.name) : null
  if (unit !== null) {
    const [name, multiple] = [unit[1]!, Number(unit[2])]
    if (coefficient % multiple === 0) return times(coefficient / multiple, name)
    if (multiple % coefficient === 0 && coefficient > 0) return `${name}/${multiple / coefficient}`
  }
  return times(coefficient, atoms.map(atomText).join('*'))
}

const times = (factor: number, text: string) => (factor === 1 ? text : factor === -1 ? `-${text}` : `${factor}*${text}`)

function atomText(atom: Atom): string {
  if (atom.kind === 'symbol') return atom.name.includes('/') ? `(${atom.name})` : atom.name
  const [a, b] = [expression(atom.a), expression(atom.b)]
  if (atom.kind === 'floorDiv') return `floor((${a})/(${b}))`
  return `${atom.kind}(${a}, ${b})`
}
