/** Every fixture as ONNX on onnxruntime's CPU: what PyTorch answered, to 1e-4 of the output's largest magnitude. */
import { describe, expect, test } from 'vitest'
import { type Array32, distance, modelOf, noise, runOnnx } from '../graph-core/onnx/tests/run-onnx'
import { type FixtureCase, fixtureCases } from './tests/fixture-cases'
import { exportFixture, fixtureTensors, readFixture } from './tests/fixture-export'

const tolerance = 1e-4

/** The worst relative difference of each output. */
function distances(got: { readonly [name: string]: Array32 }, expected: { readonly [name: string]: Array32 }): [string, number][] {
  return Object.entries(expected).map(([name, y]) => [name, distance(got[name.replace('t', 'y')], y)])
}

const tooFar = (all: readonly [string, number][]) => all.filter(([, d]) => !(d <= tolerance))

/** The same with another batch, height and width: 2 more on every side of an image, one image more. */
const larger = (shapes: readonly (readonly number[])[]) =>
  shapes.map((s) => (s.length === 4 ? [s[0]! + 1, s[1]!, s[2]! + 2, s[3]! + 2] : s))

const named = (shapes: readonly (readonly number[])[]) => Object.fromEntries(shapes.map((s, i) => [`x${i}`, noise(s, i + 1)]))

describe.each(fixtureCases(new RegExp(process.env.FIXTURES ?? '')))('$id', (c: FixtureCase) => {
  test('gives what PyTorch gives, with batch normalisation folded and not', async () => {
    const fixture = await readFixture(c)
    const [x, y] = [await fixtureTensors(fixture, 'x'), await fixtureTensors(fixture, 'y')]
    const folded = await runOnnx(modelOf(exportFixture(c, fixture)), x)
    const plain = await runOnnx(modelOf(exportFixture(c, fixture, { fold: false })), x)
    expect([tooFar(distances(folded, y)), tooFar(distances(plain, y)), tooFar(distances(folded, plain))]).toEqual([[], [], []])
  })

  test('gives a head’s training maps', async () => {
    if (c.entry.train_outputs === undefined) return
    const fixture = await readFixture(c)
    const [x, t] = [await fixtureTensors(fixture, 'x'), await fixtureTensors(fixture, 't')]
    expect(tooFar(distances(await runOnnx(modelOf(exportFixture(c, fixture, { mode: 'raw' })), x), t))).toEqual([])
  })

  test('gives the same with free sizes, at this size and at another, or says why it cannot', async () => {
    const fixture = await readFixture(c)
    const dynamic = exportFixture(c, fixture, { dynamic: true })
    if (!dynamic.ok) {
      expect(dynamic.issues.map((i) => i.code)).toEqual(dynamic.issues.map(() => 'onnx.fixed-size'))
      return
    }
    const [x, y] = [await fixtureTensors(fixture, 'x'), await fixtureTensors(fixture, 'y')]
    expect(tooFar(distances(await runOnnx(dynamic.model, x), y))).toEqual([])

    const shapes = larger(c.entry.input_shapes)
    const fixed = exportFixture(c, fixture, { shapes })
    if (!fixed.ok) return
    expect(tooFar(distances(await runOnnx(dynamic.model, named(shapes)), await runOnnx(fixed.model, named(shapes))))).toEqual([])
  })
})
