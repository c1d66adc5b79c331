/**
 * Text from a file made safe to show in a terminal: control characters, which could move the cursor or clear the screen, and characters
 * that reverse the direction of writing are shown as escapes. Line breaks stay.
 */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (c) => {
    const code = c.charCodeAt(0)
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** The same on one line, cut where it is too long. */
export function shown(text: string, longest = Infinity): string {
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text
  return visible(cut).replaceAll('\n', '\\n')
}
