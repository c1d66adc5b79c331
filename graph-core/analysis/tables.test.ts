import { describe, expect, test } from 'vitest'
import { modelDifferences, olderDifferences } from '../../tests/truth/compare-model'
import { families, olderTotals, tablesOf } from '../../tests/truth/tables'

describe.each(families)('%s', (family) => {
  test.each(tablesOf(family).map((table) => [table.name, table] as const))('%s has the rows and totals PyTorch prints', (_, table) => {
    expect(modelDifferences(table)).toEqual([])
  })
})

describe('ultralytics@8.3.63', () => {
  const ofUltralytics = families.flatMap(tablesOf).filter(({ target }) => target.startsWith('ultralytics'))
  const tables = new Map(ofUltralytics.map((table) => [table.name, table]))

  test.each([...olderTotals()])('%s has the totals the older release printed', (name, expected) => {
    expect(olderDifferences(tables.get(name)!, expected)).toEqual([])
  })
})
