import type { YamlScalar } from '../document/types'

/**
 * What PyYAML's safe loader makes of a plain (unquoted) scalar. YAML 1.1 as PyYAML implements it, not as it is specified:
 * `n` and `y` are strings, `1e3` is a string because its float needs a dot and a signed exponent, `010` is eight.
 * The patterns are those of PyYAML's `resolver.py`.
 */
export interface ResolvedScalar {
  readonly value: YamlScalar
  readonly isFloat: boolean
  /** Said when the value is not what it looks like, or not what Graft can hold. */
  readonly trouble?: 'date' | 'value-tag' | 'large'
}

const booleans = new Map<string, boolean>([
  ...['yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((text) => [text, true] as const),
  ...['no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((text) => [text, false] as const),
])
const nulls = new Set(['', '~', 'null', 'Null', 'NULL'])
const simpleInteger = /^-?(?:0|[1-9][0-9]{0,14})$/
const integer = /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/
const float =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
const date =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9]{2})?))?)$/
const maybeNumber = /^[-+.0-9]/

/** Reads a plain scalar as PyYAML does. */
export function resolvePlain(text: string): ResolvedScalar {
  if (simpleInteger.test(text)) return { value: Number(text) + 0, isFloat: false }
  if (maybeNumber.test(text)) {
    if (integer.test(text)) return readInteger(text)
    if (float.test(text)) return { value: readFloat(text.replaceAll('_', '').toLowerCase()), isFloat: true }
    if (date.test(text)) return { value: text, isFloat: false, trouble: 'date' }
    return { value: text, isFloat: false }
  }
  const truth = booleans.get(text)
  if (truth !== undefined) return { value: truth, isFloat: false }
  if (nulls.has(text)) return { value: null, isFloat: false }
  return text === '=' ? { value: text, isFloat: false, trouble: 'value-tag' } : { value: text, isFloat: false }
}

function readInteger(text: string): ResolvedScalar {
  let digits = text.replaceAll('_', '')
  const sign = digits.startsWith('-') ? -1 : 1
  if (/^[-+]/.test(digits)) digits = digits.slice(1)
  // PyYAML crashes on a prefix without digits; a string keeps what was written.
  if (digits === '0b' || digits === '0x') return { value: text, isFloat: false }
  const size = digits.includes(':') ? sexagesimal(digits) : /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits)
  const value = sign * size + 0
  return Number.isSafeInteger(value) ? { value, isFloat: false } : { value, isFloat: false, trouble: 'large' }
}

function readFloat(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1
  const size = /^[-+]/.test(text) ? text.slice(1) : text
  if (size === '.inf') return sign * Infinity
  if (size === '.nan') return NaN
  return sign * (size.includes(':') ? sexagesimal(size) : Number(size))
}

/** Base 60, as in `1:30`. */
function sexagesimal(text: string): number {
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
}
