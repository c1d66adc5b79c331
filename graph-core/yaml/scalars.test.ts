import { expect, test } from 'vitest'
import { resolvePlain } from './scalars'

/** What PyYAML 6.0.3's safe_load answered. */
test.each([
  ['yes', true],
  ['Off', false],
  ['tRUE', 'tRUE'],
  ['n', 'n'],
  ['Y', 'Y'],
  ['~', null],
  ['', null],
  ['None', 'None'],
  ['010', 8],
  ['08', '08'],
  ['0o10', '0o10'],
  ['0x10', 16],
  ['0b11', 3],
  ['1_000', 1000],
  ['1e3', '1e3'],
  ['1.0e3', '1.0e3'],
  ['1.0e+3', 1000],
  ['1.', 1],
  ['.5', 0.5],
  ['-.5', '-.5'],
  ['1:30', 90],
  ['-1:30', -90],
  ['1:30.5', 90.5],
  ['1:99', '1:99'],
  ['-.inf', -Infinity],
  ['.nan', NaN],
  ['64x64', '64x64'],
  ['-', '-'],
])('reads %j as PyYAML does', (text, value) => expect(resolvePlain(text).value).toEqual(value))

test('knows a float that is whole', () => expect([resolvePlain('1.0').isFloat, resolvePlain('1').isFloat]).toEqual([true, false]))
test('says that a date is one', () => expect(resolvePlain('2001-12-14').trouble).toBe('date'))
test('says that a number is too large to hold', () => expect(resolvePlain('9'.repeat(30)).trouble).toBe('large'))
