/** The readable PyTorch beside each block is the same block: same names, same numbers, and it trains. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { yoloOverrides } from '../../graph-core/dialects'
import { findPython, withoutTorch } from '../../scripts/environment.mjs'
import { type BlockDefinition, ShapeError, hintOf, isTensorType, typesOf } from '../../graph-core/symbolic'
import { printBlock } from '../../graph-core/torch'
import { builtin } from '..'
import { type FixtureCase, fixtureCase, fixtureCases } from '../tests/fixture-cases'

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

/** Stages with the attention in each of its places, which no fixture has. */
const placed = ['after-cv2', 'before-cv2', 'instead', 'after-split', 'last-piece', 'end'].flatMap((placement) => [
  { name: 'C2f_SE', args: [8, 16, 2, true, 1, 0.5, placement] },
  { name: 'C3_CA', args: [8, 16, 2, true, 1, 0.5, placement] },
  { name: 'C3k2_EMA', args: [8, 32, 1, false, 0.5, 1, true, placement] },
  { name: 'C3k2_ECA', args: [8, 16, 1, true, 0.5, 1, true, placement] },
])

function printPlaced({ name, args }: (typeof placed)[number]): string {
  const { target, env } = fixtureCase('attention/C2f_SE/0')
  const module = (builtin.resolve(name, target, ['graft']) as BlockDefinition).construct(env(), args)
  const input = { shape: [1, 8, 6, 7], dtype: 'f32' as const }
  return printBlock(module, (trace) => trace.input(input), { overrides: yoloOverrides, mode: 'eval', strides: null })
}

interface Answers {
  readonly blocks: { readonly [name: string]: Block }
  readonly generated: readonly number[]
}

function runPython(): Answers {
  const order = {
    folder: here,
    generated: placed.map((each) => ({ class: each.name, args: each.args, shape: [1, 8, 6, 7], source: printPlaced(each) })),
    blocks: Object.fromEntries(
      [...blocks].map(([name, cases]) => [
        name,
        cases.map((c) => ({ path: c.file, args: c.entry.args, kwargs: c.entry.kwargs, odd: odd(c) })),
      ]),
    ),
  }
  const { status, stdout, stderr } = spawnSync(findPython(), ['-B', runner], { input: JSON.stringify(order), encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Answers
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
  let answers: Answers
  beforeAll(() => {
    answers = runPython()
  }, 120_000)
  const of = (name: string) => answers.blocks[name]!.cases

  test('every block has one class, in a file beside the one that defines it', () => {
    const files = names.map((name) => [name, answers.blocks[name]!.files] as const)
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

  test.each(placed.map(({ name, args }, i) => [`${name}(${args.join(', ')})`, i] as const))('%s is what its definition is', (_, i) => {
    expect(answers.generated[i]).toBeLessThan(1e-4)
  })
})
