import { expect, test } from 'vitest'
import { commandKeys } from '../contract/command-keys'
import type { AppCommand } from '../contract/host'
import { acceleratorOf } from './accelerator'

test('every command of the menu shows its usual keys', () => {
  const shown = Object.keys(commandKeys).map((command) => acceleratorOf(command as AppCommand, {}))
  expect(shown).toEqual([
    'Alt+N',
    'CommandOrControl+O',
    'CommandOrControl+S',
    'CommandOrControl+Shift+S',
    'CommandOrControl+Alt+S',
    'CommandOrControl+E',
    'Alt+W',
    'CommandOrControl+Z',
    'CommandOrControl+Shift+Z',
    'CommandOrControl+,',
  ])
})

test('keys the user chose are shown instead; none, and those no menu can write, are left out', () => {
  const shown = (keys: string) => acceleratorOf('save', { shortcuts: { save: keys } })
  expect(['F9', '$mod+Shift+ArrowUp', 'Alt+Digit1', '', '$mod+ß'].map(shown)).toEqual([
    'F9',
    'CommandOrControl+Shift+Up',
    'Alt+1',
    undefined,
    undefined,
  ])
})
