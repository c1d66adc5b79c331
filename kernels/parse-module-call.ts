/**
 * Reads a text such as `nn.LeakyReLU(0.1, inplace=True)` as a layer. A closed reading: one call of a known layer with
 * literals as arguments. Nothing is evaluated; any other text is refused.
 */
import { type ArgValue, type LayerDefinition, type Module, ShapeError } from '../graph-core/symbolic'

const callPattern = /^\s*(?:(?:torch\.)?nn\.)?(?:modules\.(?:\w+\.)*)?([A-Za-z_]\w*)\s*\((.*)\)\s*$/s
const tokenPattern = /\s*([A-Za-z_]\w*|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|'[^'\\]*'|"[^"\\]*"|[()[\],=])/y
const words: { readonly [word: string]: ArgValue } = { None: null, True: true, False: false }

/** Makes the layer a text calls for, or undefined where it is no such call or no known layer. Throws ShapeError for wrong arguments. */
export function parseModuleCall(text: string, layerNamed: (name: string) => LayerDefinition | undefined): Module | undefined {
  const call = callPattern.exec(text)
  const layer = call === null ? undefined : layerNamed(call[1]!)
  const tokens = layer === undefined ? undefined : tokenize(call![2]!)
  if (layer === undefined || tokens === undefined) return undefined
  try {
    const { positional, keywords } = readArguments(tokens)
    return layer.construct(positional, keywords)
  } catch (error) {
    if (error instanceof NotLiteral) return undefined
    throw error
  }
}

class NotLiteral extends Error {}

function tokenize(text: string): string[] | undefined {
  const tokens: string[] = []
  const end = text.trimEnd().length
  tokenPattern.lastIndex = 0
  while (tokenPattern.lastIndex < end) {
    const match = tokenPattern.exec(text)
    if (match === null) return undefined
    tokens.push(match[1]!)
  }
  return tokens
}

function readArguments(tokens: readonly string[]): { positional: ArgValue[]; keywords: Record<string, ArgValue> } {
  const positional: ArgValue[] = []
  const keywords: Record<string, ArgValue> = {}
  const rest = [...tokens]
  while (rest.length > 0) {
    if (rest[1] === '=') {
      const [name] = rest.splice(0, 2)
      keywords[name!] = readLiteral(rest)
    } else if (Object.keys(keywords).length > 0) throw new ShapeError('arg.wrong-type', 'positional argument follows keyword argument')
    else positional.push(readLiteral(rest))
    if (rest.length > 0 && rest.shift() !== ',') throw new NotLiteral()
  }
  return { positional, keywords }
}

/** Takes one literal from the front of the tokens. */
function readLiteral(tokens: string[]): ArgValue {
  const token = tokens.shift()
  if (token === undefined) throw new NotLiteral()
  if (token === '(' || token === '[') return readItems(tokens, token === '(' ? ')' : ']')
  if (Object.hasOwn(words, token)) return words[token]!
  if (/^['"]/.test(token)) return token.slice(1, -1)
  const value = Number(token)
  if (Number.isNaN(value)) throw new NotLiteral()
  return value
}

function readItems(tokens: string[], close: string): ArgValue[] {
  const items: ArgValue[] = []
  while (tokens[0] !== close) {
    items.push(readLiteral(tokens))
    if (tokens[0] === ',') tokens.shift()
    else if (tokens[0] !== close) throw new NotLiteral()
  }
  tokens.shift()
  return items
}
