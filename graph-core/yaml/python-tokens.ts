/**
 * The tokens of a Python expression, as far as telling literals, other expressions and text that is no Python takes. Null
 * where Python's own tokenizer stops: an open string, a stray character, a number such as `010`, brackets nested deeper
 * than its 200 levels.
 */
export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'sign' | 'end'
  readonly text: string
}

const patterns = {
  space: /(?:[ \t\f]|\\\r?\n)+/y,
  comment: /#[^\r\n]*/y,
  number:
    /(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][-+]?\d(?:_?\d)*)?[jJ]?)/y,
  string:
    /(?:[rRuUbBfF]|[bBfF][rR]|[rR][bBfF])?(?:"""(?:[^\\]|\\[\s\S])*?"""|'''(?:[^\\]|\\[\s\S])*?'''|"(?!"")(?:[^"\\\r\n]|\\[\s\S])*"|'(?!'')(?:[^'\\\r\n]|\\[\s\S])*'|""(?!")|''(?!'))/y,
  name: /[\p{XID_Start}_]\p{XID_Continue}*/uy,
  sign: /\*\*|\/\/|<<|>>|<=|>=|==|!=|->|:=|\.\.\.|[-+*/%@&|^~<>()[\]{},:.=]/y,
}
const badNumber = /^0[\d_]*[1-9][\d_]*$/
const levels = 200

export function tokenize(text: string): Token[] | null {
  // A line that is continued needs one more.
  if (/\\\r?\n$/.test(text)) return null
  const tokens: Token[] = []
  let depth = 0
  for (let at = 0; at < text.length;) {
    const take = (pattern: RegExp) => {
      pattern.lastIndex = at
      const found = pattern.exec(text)?.[0]
      if (found !== undefined) at += found.length
      return found
    }
    if (take(patterns.space) !== undefined || take(patterns.comment) !== undefined) continue
    if (text[at] === '\n' || text[at] === '\r') {
      // A line break ends an expression outside brackets; only emptiness may follow.
      if (depth === 0 && text.slice(at).replace(/#.*/g, '').trim() !== '') return null
      at++
      continue
    }
    const number = take(patterns.number)
    if (number !== undefined) {
      if (badNumber.test(number) || /^(?!(?:and|else|for|if|in|is|not|or)\b)[\p{XID_Continue}]/u.test(text.slice(at, at + 5))) return null
      tokens.push({ kind: 'number', text: number })
      continue
    }
    const string = take(patterns.string)
    if (string !== undefined) {
      tokens.push({ kind: 'string', text: string })
      continue
    }
    const name = take(patterns.name)
    if (name !== undefined) {
      tokens.push({ kind: 'name', text: name })
      continue
    }
    const sign = take(patterns.sign)
    if (sign === undefined) return null
    if ('([{'.includes(sign) && ++depth > levels) return null
    if (')]}'.includes(sign)) depth--
    tokens.push({ kind: 'sign', text: sign })
  }
  tokens.push({ kind: 'end', text: '' })
  return tokens
}
