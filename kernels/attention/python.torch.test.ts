/** The readable PyTorch beside each block is the same block: same names, same numbers, and it trains. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { findPython, withoutTorch } from '../../scripts/environment.mjs'
import { type BlockDefinition, ShapeError, hintOf, isTensorType, typesOf } from '../../graph-core/symbolic'
import { builtin } from '..'
import { type FixtureCase, fixtureCases } from '../tests/fixture-cases'

const here = fileURLToPath(new URL('.', import.meta.url))
const runner = fileURLToPath(new URL('../tests/run_fixture.py', import.meta.url))

interface Answer {
  readonly distance: number
  readonly batch: number
  readonly poor: readonly string[]
  readonly half: boolean
  readonly odd: readonly number[] | null
}
interface Block {
  readonly files: readonly string[]
  readonly cases: readonly Answer[]
}

/** The fixtures of each class by its name. */
const blocks = new Map<string, FixtureCase[]>()
for (const c of fixtureCases(/^attention\//)) blocks.set(c.entry.name, [...(blocks.get(c.entry.name) ?? []), c])
const names = [...blocks.keys()]

/** The case's input on a map of 7 × 13. */
const odd = ({ entry }: FixtureCase) => [1, entry.input_shapes[0]![1]!, 7, 13]

function runPython(): { [name: string]: Block } {
  const order = {
    folder: here,
    blocks: Object.fromEntries(
      [...blocks].map(([name, cases]) => [
        name,
        cases.map((c) => ({ path: c.file, args: c.entry.args, kwargs: c.entry.kwargs, odd: odd(c) })),
      ]),
    ),
  }
  const { status, stdout, stderr } = spawnSync(findPython(), ['-B', runner], { input: JSON.stringify(order), encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as { [name: string]: Block }
}

/** The shape the trace gives at 7 × 13; null where it says that PyTorch would refuse. */
function tracedOdd(c: FixtureCase): readonly number[] | null {
  try {
    const type = typesOf(c.trace('eval', [odd(c)]).output)
    return isTensorType(type) ? type.shape.map(hintOf) : null
  } catch (error) {
    if (error instanceof ShapeError) return null
    throw error
  }
}

/** Blocks that are kept as they were published, although that is a mistake. */
const isBroken = (name: string) => {
  const block = builtin.resolve(name, blocks.get(name)![0]!.target, ['graft']) as BlockDefinition
  return block.about?.form?.broken !== undefined
}

describe.skipIf(withoutTorch)('in PyTorch', () => {
  let answers: { [name: string]: Block }
  beforeAll(() => {
    answers = runPython()
  }, 120_000)
  const of = (name: string) => answers[name]!.cases

  test('every block has one class, in a file beside the one that defines it', () => {
    const files = names.map((name) => [name, answers[name]!.files] as const)
    const misplaced = files.filter(
      ([, [file, ...more]]) => more.length > 0 || !existsSync(here + file!.replaceAll('_', '-').replace(/py$/, 'ts')),
    )
    expect(misplaced).toEqual([])
  })

  test.each(names)('%s gives what its fixtures have', (name) => {
    expect(of(name).filter(({ distance }) => !(distance <= 1e-4))).toEqual([])
  })

  test.each(names.filter((name) => !isBroken(name)))('%s treats the images of a batch apart', (name) => {
    expect(of(name).filter(({ batch }) => !(batch <= 1e-5))).toEqual([])
  })

  test.each(names)('%s gives every parameter a finite gradient', (name) => {
    expect(of(name).flatMap(({ poor }) => poor)).toEqual([])
  })

  test.each(names)('%s runs in half precision', (name) => {
    expect(of(name).filter(({ half }) => !half)).toEqual([])
  })

  test.each(names)('%s takes a map of 7×13, or says that it does not, as its trace does', (name) => {
    expect(of(name).map((answer) => answer.odd)).toEqual(blocks.get(name)!.map(tracedOdd))
  })
})
