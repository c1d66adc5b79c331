import { describe, expect, test } from 'vitest'
import {
  type ArgValue,
  type ShapeError,
  argumentsOfRow,
  bindArgs,
  bool,
  channels,
  float,
  inputChannels,
  int,
  printArg,
  repeats,
  text,
} from '.'
import { rowContext } from '../../tests/row-context'

const signature = { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(true), e: float(0.5) }
const row = (more: Parameters<typeof rowContext>[0] = {}) =>
  rowContext({ block: 'Sample', repeats: 3, scaleChannels: (c) => c / 4, ...more })
const codeOf = (run: () => unknown) => {
  try {
    return run()
  } catch (error) {
    return (error as ShapeError).code
  }
}

describe('binding', () => {
  test('takes positions, then names, then defaults', () => {
    expect(bindArgs('Sample', signature, [8, 16], { e: 1 })).toEqual({ c1: 8, c2: 16, n: 1, shortcut: true, e: 1 })
  })

  test.each<[string, readonly ArgValue[], { [name: string]: ArgValue }, string]>([
    ['too many', [1, 2, 3, true, 1, 1], {}, 'arg.too-many'],
    ['a missing one', [8], {}, 'arg.missing'],
    ['an unknown name', [8, 16], { width: 1 }, 'arg.unknown'],
    ['a text for a number', ['8', 16], {}, 'arg.wrong-type'],
    ['a fraction for a whole number', [8, 16.5], {}, 'arg.wrong-type'],
  ])('refuses %s', (_, positional, keywords, code) => {
    expect(codeOf(() => bindArgs('Sample', signature, positional, keywords))).toBe(code)
  })

  test('reads True as 1 and any value as True or False, as Python does', () => {
    expect(bindArgs('Sample', { n: int(), flag: bool() }, [true, []])).toEqual({ n: 1, flag: false })
  })

  test('refuses a text that means nothing', () => {
    expect(codeOf(() => bindArgs('Sample', { mode: text('nearest', ['nearest']) }, ['cubist']))).toBe('arg.wrong-type')
  })
})

describe('a row', () => {
  test('gets its input channels and repeats inserted and its channels scaled', () => {
    expect(argumentsOfRow(signature, [256, false], row())).toEqual([64, 64, 3, false])
  })

  test('needs its output channels', () => {
    expect(codeOf(() => argumentsOfRow(signature, [], row()))).toBe('arg.missing')
  })

  test('that reads a list has no input channels', () => {
    expect(codeOf(() => argumentsOfRow(signature, [256], row({ channels: [[64, 128]] })))).toBe('row.channels-are-a-list')
  })

  test.each<['never' | 'first' | 'optional', readonly ArgValue[], readonly ArgValue[]]>([
    ['never', [], [64]],
    ['never', [16], [64, 16]],
    ['first', [256], [64]],
    ['optional', [], [64]],
    ['optional', [256], [64]],
    ['optional', [64], [64]],
    ['optional', [16], [64, 16]],
    ['optional', [128], [64, 128]],
  ])('that writes its input channels "%s" reads %j as %j', (style, cells, args) => {
    expect(argumentsOfRow({ channel: inputChannels(style), reduction: int(16) }, cells, row())).toEqual(args)
  })
})

test('arguments are printed as Python prints them', () => {
  expect(printArg([null, true, 0.5, "it's", [1, 'a'], { k: false }])).toBe("[None, True, 0.5, 'it\\'s', [1, 'a'], {'k': False}]")
})
