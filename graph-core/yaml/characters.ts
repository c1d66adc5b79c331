import { Lexer } from 'yaml'
import type { Problem } from '../document/types'

/** Characters PyYAML's reader refuses: control characters, lone surrogates, U+FFFE and U+FFFF. */
const unprintable = /[^\x09\x0A\x0D\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

/** Finds what the library accepts and PyYAML does not: unprintable characters, and tabs used as space. */
export function checkCharacters(text: string): Problem[] {
  const problems: Problem[] = []
  const character = unprintable.exec(text)
  if (character) {
    const code = character[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
    problems.push({
      code: 'yaml.character',
      message: `The file holds the character U+${code}.`,
      range: [character.index, character.index + 1],
    })
  }
  const tab = text.includes('\t') ? findTab(text) : -1
  if (tab >= 0) problems.push({ code: 'yaml.tab', message: 'PyYAML refuses a tab outside quotes and comments.', range: [tab, tab + 1] })
  return problems
}

function findTab(text: string): number {
  let offset = 0
  let isBlockText = false
  for (const lexeme of new Lexer().lex(text)) {
    // The lexer announces documents and plain or block scalars by control characters that are not in the text.
    if (lexeme === '\u0002' || lexeme === '\u0018' || lexeme === '\u001f') continue
    const mayHoldTab = isBlockText || /^["'#%]/.test(lexeme)
    if (!mayHoldTab && lexeme.includes('\t')) return offset + lexeme.indexOf('\t')
    if (/^[|>]/.test(lexeme)) isBlockText = true
    else if (!/^[ \t\r\n#]/.test(lexeme) || (isBlockText && lexeme.length > 2)) isBlockText = false
    offset += lexeme.length
  }
  return -1
}
