/** Keys as they are pressed: written down, compared, recognised. The notation is that of tinykeys. */
import { matchKeyBindingPress, parseKeybinding } from 'tinykeys'

export const isApple = /Mac|iP(hone|ad|od)/.test(globalThis.navigator?.platform ?? '')

/** In the order in which they are written. */
const modifiers = ['$mod', isApple ? 'Control' : 'Meta', 'Alt', 'Shift'] as const

const partsOf = (keys: string) => {
  const parts = keys.split(/\b\+/)
  return { held: parts.slice(0, -1), key: parts.at(-1)! }
}

/** One way of writing the same keys, to compare them by. */
export function canonical(keys: string): string {
  const { held, key } = partsOf(keys)
  return [...modifiers.filter((each) => held.includes(each)), key.replace(/^(Key|Digit)/, '').toLowerCase()].join('+')
}

/** The keys that are pressed; null while only modifiers are, or a text is being composed. */
export function keysPressed(event: KeyboardEvent): string | null {
  if (event.isComposing || ['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'Process', 'Dead'].includes(event.key)) return null
  const { ctrlKey, metaKey, altKey, shiftKey, key, code } = event
  const isHeld = { $mod: isApple ? metaKey : ctrlKey, Control: ctrlKey, Meta: metaKey, Alt: altKey, Shift: shiftKey }
  // With Alt, or under another alphabet, the letter is not the one printed on the key.
  const isOdd = altKey || (key.length === 1 && key > '\u007f')
  const name = (isOdd && /^(Key|Digit)/.test(code)) || key === ' ' ? code : key.length === 1 ? key.toLowerCase() : key
  return [...modifiers.filter((each) => isHeld[each]), name].join('+')
}

/** Whether these keys were pressed. Under a Cyrillic or Greek layout a letter is known by its place. */
export function isPress(event: KeyboardEvent, keys: string): boolean {
  const [press] = parseKeybinding(keys)
  if (press === undefined) return false
  const [held, key] = press
  if (matchKeyBindingPress(event, press)) return true
  const isForeign = event.key.length === 1 && event.key > '\u007f'
  return isForeign && typeof key === 'string' && /^[a-z]$/i.test(key) && matchKeyBindingPress(event, [held, `Key${key.toUpperCase()}`])
}

/** Whether a text field has a use for these keys: letters, arrows, Delete. */
export function isTyping(keys: string): boolean {
  const { held, key } = partsOf(keys)
  return !held.some((each) => each !== 'Shift') && !/^F\d+$/.test(key)
}

/** Why keys cannot be had, or not everywhere: `fixed` ones lead through every window, `browser` keeps some for itself. */
export function restriction(keys: string): 'fixed' | 'browser' | null {
  const wanted = canonical(keys)
  if (/^(shift\+)?(tab|escape|enter)$/i.test(wanted)) return 'fixed'
  return ofBrowsers.some((each) => canonical(each) === wanted) ? 'browser' : null
}

/** What Chromium, Firefox and Safari do not hand to a page. */
const ofBrowsers = [
  ...['n', 't', 'w', 'Shift+n', 'Shift+t', 'Shift+w', 'Shift+p', 'Tab', 'Shift+Tab', 'PageUp', 'PageDown'].map((each) => `$mod+${each}`),
  'Alt+F4',
  'F11',
  ...(isApple ? ['$mod+q', '$mod+h', '$mod+m', '$mod+Space'] : []),
]

const signs: Readonly<Record<string, string>> = {
  ...(isApple ? { $mod: '⌘', Control: '⌃', Shift: '⇧', Alt: '⌥' } : { $mod: 'Ctrl', Meta: 'Win' }),
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Delete: 'Del',
}

/** Each key as it is printed: `Ctrl`, `Shift`, `S`. */
export const keyCaps = (keys: string): readonly string[] => {
  // The sign on the key says Shift already.
  const parts = keys.replace(/Shift\+(?=[^a-zA-Z\d]$)/, '').split(/\b\+/)
  return parts.map((key) => signs[key] ?? key.replace(/^(Key|Digit)/, '').replace(/^[a-z]$/, (letter) => letter.toUpperCase()))
}

/** `Ctrl+Shift+S`, or `⌘⇧S` on Apple's systems. */
export const shortcutText = (keys: string): string => keyCaps(keys).join(isApple ? '' : '+')
