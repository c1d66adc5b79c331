import { describe, expect, test } from 'vitest'
import { actionIds, actions } from '../actions'
import { keysOf, ownerOf, rebind, reset, swap, unbind } from './bindings'
import { canonical } from './press'

test('no two actions have the same usual keys', () => {
  const all = actionIds.flatMap((id) => actions[id].keys.map(canonical))
  expect(all.filter((keys, k) => all.indexOf(keys) !== k)).toEqual([])
})

describe('keys chosen by the user', () => {
  test('stand in for all usual ones', () => {
    const shortcuts = rebind('redo', 'F9', {})
    expect(keysOf('redo', { shortcuts })).toEqual(['F9'])
  })
  test('belong to whoever has them, however they are written', () => {
    expect([ownerOf('Alt+n', 'save', {}), ownerOf('$mod+KeyS', 'open', {}), ownerOf('$mod+s', 'save', {})]).toEqual([
      'new',
      'save',
      undefined,
    ])
  })
  test('are taken from the other action, which keeps its further ones', () => {
    const shortcuts = rebind('open', '$mod+Shift+z', rebound(rebind('export', '$mod+s', {})))
    expect([keysOf('save', { shortcuts }), keysOf('redo', { shortcuts }), keysOf('open', { shortcuts })]).toEqual([
      [],
      ['$mod+y'],
      ['$mod+Shift+z'],
    ])
  })
  test('are swapped with those of the other action', () => {
    const shortcuts = swap('export', '$mod+s', {})
    expect([keysOf('export', { shortcuts }), keysOf('save', { shortcuts })]).toEqual([['$mod+s'], ['$mod+e']])
  })
  test('can be none', () => expect(keysOf('save', { shortcuts: unbind('save', {}) })).toEqual([]))
  test('give way to the usual ones, which nobody else has then', () => {
    const shortcuts = reset('save', rebound(swap('export', '$mod+s', {})))
    expect([keysOf('save', { shortcuts }), keysOf('export', { shortcuts })]).toEqual([['$mod+s'], []])
  })
})

const rebound = (shortcuts: Record<string, string>) => ({ shortcuts })
