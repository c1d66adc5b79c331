import { type NewValue, float } from '../../graph-core/document'
import type { Role } from '../../graph-core/symbolic'

/** What a text typed into a field means: a number, a list, True, False, None, or itself; nothing for an empty one. */
export function readTyped(text: string, role: Pick<Role<unknown>, 'kind'>): NewValue | undefined {
  const typed = text.trim()
  if (typed === '') return undefined
  if (role.kind === 'text') return typed.replace(/^(['"])(.*)\1$/, '$2')
  if (/^(None|null|~)$/.test(typed)) return null
  if (/^[Tt]rue$/.test(typed)) return true
  if (/^[Ff]alse$/.test(typed)) return false
  if (/^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(typed)) return role.kind === 'float' ? float(Number(typed)) : Number(typed)
  const list = /^\[(.*)\]$/.exec(typed)
  if (list !== null) return list[1]!.split(',').flatMap((item) => readTyped(item, { kind: 'any' }) ?? [])
  return typed.replace(/^(['"])(.*)\1$/, '$2')
}
