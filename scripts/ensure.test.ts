import { expect, test } from 'vitest'
import { staleReason } from './ensure.mjs'

const locked = {
  packages: {
    '': {},
    'node_modules/yaml': { version: '2.9.1', integrity: 'sha512-a' },
    'node_modules/@img/sharp-win32-x64': { version: '0.35.5', optional: true },
  },
}
const yaml = { version: '2.9.1', integrity: 'sha512-a' }

test('an empty folder is installed', () => {
  expect(staleReason(locked, null)).toBe('nothing is installed')
})

test('a package for another platform may be missing', () => {
  expect(staleReason(locked, { packages: { 'node_modules/yaml': yaml } })).toBe(null)
})

test('a missing package is installed', () => {
  expect(staleReason(locked, { packages: {} })).toBe('node_modules/yaml is missing')
})

test('another version is replaced', () => {
  expect(staleReason(locked, { packages: { 'node_modules/yaml': { ...yaml, version: '2.0.0' } } })).toBe(
    'node_modules/yaml is 2.0.0, wanted 2.9.1',
  )
})

test('other contents of the same version are replaced', () => {
  expect(staleReason(locked, { packages: { 'node_modules/yaml': { ...yaml, integrity: 'sha512-b' } } })).toBe(
    'node_modules/yaml has other contents',
  )
})

test('a package that is no longer locked goes', () => {
  const installed = { packages: { 'node_modules/yaml': yaml, 'node_modules/left': { version: '1.0.0' } } }
  expect(staleReason(locked, installed)).toBe('node_modules/left is no longer wanted')
})
