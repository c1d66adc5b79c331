/** The readable PyTorch beside each block is the same block: same names, same numbers, and it trains. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { findPython, withoutTorch } from '../../scripts/environment.mjs'
import { type FixtureCase, fixtureCases } from '../tests/fixture-cases'

const here = fileURLToPath(new URL('.', import.meta.url))
const runner = fileURLToPath(new URL('../tests/run_fixture.py', import.meta.url))

interface Answer {
  readonly distance: number
  readonly batch: number
  readonly poor: readonly string[]
}

/** `clo_attention.py` and the fixtures of the class it is named after. */
const files = readdirSync(here)
  .filter((name) => name.endsWith('.py'))
  .map((name) => {
    const key = name.replace(/\.py$|_/g, '').toLowerCase()
    return { name, cases: fixtureCases(/^attention\//).filter((c) => c.entry.name.toLowerCase() === key) }
  })

function runPython(): Map<string, readonly Answer[]> {
  const order = Object.fromEntries(
    files.map(({ name, cases }) => [
      here + name,
      { class: cases[0]!.entry.name, cases: cases.map(({ file, entry: { args, kwargs } }) => ({ path: file, args, kwargs })) },
    ]),
  )
  const { status, stdout, stderr } = spawnSync(findPython(), [runner], { input: JSON.stringify(order), encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return new Map(Object.entries(JSON.parse(stdout) as { [path: string]: readonly Answer[] }))
}

test('every attention block has its PyTorch beside it, and every such file has fixtures', () => {
  const blocks = new Set(fixtureCases(/^attention\//).map((c: FixtureCase) => c.entry.name))
  expect(files.flatMap(({ cases }) => cases.slice(0, 1).map((c) => c.entry.name)).sort()).toEqual([...blocks].sort())
  expect(files.filter(({ cases }) => cases.length === 0)).toEqual([])
})

describe.skipIf(withoutTorch)('in PyTorch', () => {
  let answers: Map<string, readonly Answer[]>
  beforeAll(() => {
    answers = runPython()
  })

  test.each(files)('$name gives what its fixtures have', ({ name }) => {
    expect(answers.get(here + name)!.filter(({ distance }) => !(distance <= 1e-4))).toEqual([])
  })

  test.each(files)('$name treats the images of a batch apart', ({ name }) => {
    expect(answers.get(here + name)!.filter(({ batch }) => !(batch <= 1e-5))).toEqual([])
  })

  test.each(files)('$name gives every parameter a finite gradient', ({ name }) => {
    expect(answers.get(here + name)!.flatMap(({ poor }) => poor)).toEqual([])
  })
})
