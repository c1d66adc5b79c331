import { describe, expect, test } from 'vitest'
import { type ArgRoles, type InputChannelStyle, bool, channels, inputChannels, int, repeats } from './args'
import { rowContext } from '../../tests/row-context'
import { argumentsOfRow } from './row'
import { ShapeError } from './shape-error'

/** A row at half width that reads 64 channels and repeats twice. */
const row = rowContext({ block: 'Block', repeats: 2, scaleChannels: (c) => c / 2 })

describe('constructor arguments of a row', () => {
  const stage: ArgRoles = { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(false), g: int(1) }

  test('input channels and repeats are put where the signature has them, channels are scaled', () => {
    expect(argumentsOfRow(stage, [128, true], row)).toEqual([64, 64, 2, true])
  })

  test('what the row leaves out is left out', () => {
    expect(argumentsOfRow(stage, [128], row)).toEqual([64, 64, 2])
  })

  test('cells beyond the signature stay, for the constructor to refuse', () => {
    expect(argumentsOfRow(stage, [128, true, 1, 9], row)).toEqual([64, 64, 2, true, 1, 9])
  })

  test('output channels must be there', () => {
    expect(() => argumentsOfRow(stage, [], row)).toThrow(ShapeError)
  })

  test.each([
    [[], [64, 64]],
    [[64], [64, 64]],
    [
      [128, 4],
      [64, 64, 4],
    ],
    [[32], [64, 16]],
  ])('channels like the input written %j are %j', (cells, expected) => {
    expect(argumentsOfRow({ c1: inputChannels(), c2: channels({ likeInput: true }), reduction: int(32) }, cells, row)).toEqual(expected)
  })

  test.each<[InputChannelStyle, number[], number[]]>([
    ['never', [], [64]],
    ['never', [16], [64, 16]],
    ['first', [1024], [64]],
    ['first', [1024, 16], [64, 16]],
    ['optional', [], [64]],
    ['optional', [16], [64, 16]],
    ['optional', [128], [64]],
    ['optional', [64], [64]],
    ['optional', [128, 16], [64, 16]],
  ])('input channels written %s: %j is %j', (style, cells, expected) => {
    expect(argumentsOfRow({ c1: inputChannels(style), reduction: int(16) }, cells, row)).toEqual(expected)
  })
})
