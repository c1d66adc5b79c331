import { expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { paletteEntries } from './entries'
import { shelvesOf, withFavourite, withRecent } from './shelves'

const entries = paletteEntries(builtin, { target: 'ultralytics@8.4' })
const keys = (settings: Parameters<typeof shelvesOf>[1]) => shelvesOf(entries, settings).map(({ key }) => key)

test('what was put in last comes first, once', () => {
  const used = ['EMA', 'Conv', 'EMA'].reduce(withRecent, {})
  expect(used).toEqual({ recentBlocks: ['EMA', 'Conv'] })
})

test('no more than eight are remembered', () => {
  expect([...'abcdefghij'].reduce(withRecent, {}).recentBlocks).toEqual([...'jihgfedc'])
})

test('a block is kept and let go', () => {
  const kept = withFavourite({ favouriteBlocks: ['Conv'] }, 'EMA')
  expect([kept, withFavourite(kept, 'Conv')]).toEqual([{ favouriteBlocks: ['Conv', 'EMA'] }, { favouriteBlocks: ['EMA'] }])
})

test('favourites and recent stand above the categories, without what the target lacks', () => {
  expect(keys({}).slice(0, 2)).toEqual(['convolution', 'stage'])
  expect(keys({ recentBlocks: ['EMA'], favouriteBlocks: ['Contract'] }).slice(0, 2)).toEqual(['recent', 'convolution'])
})
