import { describe, expect, test } from 'vitest'
import { modelDifferences, olderDifferences } from '../../tests/truth/compare-model'
import { families, olderTables, tablesOf } from '../../tests/truth/tables'

describe.each(families)('%s', (family) => {
  test.each(tablesOf(family).map((table) => [table.name, table] as const))('%s has the rows and totals PyTorch prints', (_, table) => {
    expect(modelDifferences(table)).toEqual([])
  })
})

describe('ultralytics@8.3.63', () => {
  const cases = olderTables().map(([table, totals]) => [table.name, table, totals] as const)

  test.each(cases)('%s has the totals the older release printed', (_, table, totals) => {
    expect(olderDifferences(table, totals)).toEqual([])
  })
})
