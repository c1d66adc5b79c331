/** The dict a pickled model was built from, as the YAML text it once was. */
import type { NewValue, YamlMap } from '../../document/types'
import { defaultStyle, float, printValue } from '../../yaml/print'
import { PyFloat, PyTuple, type PyValue, sequence } from '../pickle/values'

/** Rows of the largest models are a few dozen. */
const mostValues = 20_000
const deepest = 8

/** Written into the dict by the library, not by the author of the file. */
const added = new Set(['yaml_file'])

/** The text, a row a line; null where the value is no model. */
export function modelYaml(value: PyValue | undefined): string | null {
  if (!(value instanceof Map) || sequence(value.get('backbone')) === null || sequence(value.get('head')) === null) return null
  let left = mostValues
  const convert = (each: PyValue, depth: number): NewValue => {
    if (--left < 0 || depth > deepest) throw new TooMuch()
    if (each === null || typeof each === 'boolean' || typeof each === 'number' || typeof each === 'string') return each
    if (each instanceof PyFloat) return float(each.value)
    if (Array.isArray(each) || each instanceof PyTuple) return sequence(each)!.map((item) => convert(item, depth + 1))
    if (each instanceof Map) {
      const entries = [...each].map(([key, item]) => [scalar(convert(key, depth + 1)), convert(item, depth + 1)] as const)
      return new Map(entries) as unknown as YamlMap // which, when read from a text, holds no float of its own kind; printing takes both
    }
    throw new TooMuch()
  }
  const print = (each: PyValue) => printValue(convert(each, 0), defaultStyle)
  try {
    return [...value]
      .filter(([key]) => typeof key === 'string' && !added.has(key))
      .map(([key, each]) =>
        key === 'backbone' || key === 'head' ? rows(print(key), sequence(each)!.map(print)) : `${print(key)}: ${print(each)}\n`,
      )
      .join('')
  } catch (error) {
    if (error instanceof TooMuch) return null
    throw error
  }
}

function scalar(value: NewValue): string | number | boolean | null {
  if (typeof value === 'object' && value !== null) throw new TooMuch()
  return value
}

/** Thrown for a dict that no YAML file can have been. */
class TooMuch extends Error {}

const rows = (key: string, printed: readonly string[]) => `\n${key}:\n${printed.map((row) => `  - ${row}\n`).join('')}`
