import { describe, expect, test } from 'vitest'
import { isPress, isTyping, keyCaps, keysPressed, restriction } from './press'

/** A press as the browser tells of it. */
function press(key: string, code: string, held: { ctrl?: boolean; alt?: boolean; shift?: boolean } = {}): KeyboardEvent {
  const { ctrl = false, alt = false, shift = false } = held
  const isHeld: Record<string, boolean> = { Control: ctrl, Alt: alt, Shift: shift }
  const getModifierState = (name: string) => isHeld[name] ?? false
  return { key, code, ctrlKey: ctrl, altKey: alt, shiftKey: shift, metaKey: false, isComposing: false, getModifierState } as KeyboardEvent
}

describe('a press', () => {
  test('is written down with its modifiers in one order', () => {
    expect(keysPressed(press('S', 'KeyS', { ctrl: true, shift: true }))).toBe('$mod+Shift+s')
  })
  test('with Alt is written by its place, since the letter differs', () => {
    expect(keysPressed(press('ß', 'KeyS', { alt: true }))).toBe('Alt+KeyS')
  })
  test('of a modifier alone is none yet', () => expect(keysPressed(press('Control', 'ControlLeft', { ctrl: true }))).toBe(null))
  test('is recognised again', () => {
    const events = [
      press('s', 'KeyS', { ctrl: true }),
      press('F9', 'F9'),
      press('?', 'Slash', { shift: true }),
      press(' ', 'Space', { ctrl: true }),
    ]
    expect(events.map((event) => isPress(event, keysPressed(event)!))).toEqual([true, true, true, true])
  })
  test('of a letter is known by its place under another alphabet', () => {
    const event = press('ы', 'KeyS', { ctrl: true })
    expect([isPress(event, '$mod+s'), isPress(event, '$mod+a')]).toEqual([true, false])
  })
})

test('keys that a text field has a use for', () => {
  expect(['m', 'Shift+?', 'Delete', 'ArrowUp', 'F2', '$mod+s', 'Alt+KeyN'].filter(isTyping)).toEqual(['m', 'Shift+?', 'Delete', 'ArrowUp'])
})

test('keys that cannot be had, and those a browser keeps', () => {
  expect(['Tab', 'Shift+Tab', '$mod+t', '$mod+Shift+n', '$mod+s'].map(restriction)).toEqual(['fixed', 'fixed', 'browser', 'browser', null])
})

test('a sign is written without the Shift that types it', () => {
  expect([keyCaps('Shift+?'), keyCaps('$mod+Shift+s'), keyCaps('Alt+KeyN')]).toEqual([['?'], ['Ctrl', 'Shift', 'S'], ['Alt', 'N']])
})
