/** Every template and recipe, exported at a small size and run, in shards that are files of their own. */
import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type BuiltModel, analyze, buildModel } from '../graph-core/analysis'
import type { ValueInfoProto } from '../graph-core/onnx/model'
import { type ModelOptions, exportModel, namedModules } from '../graph-core/onnx/model-export'
import { predictionsOf } from '../graph-core/onnx/programs/predictions'
import { type Array32, distance, modelOf, noise, runOnnx } from '../graph-core/onnx/tests/run-onnx'
import { seededWeights, startingValues } from '../graph-core/onnx/weight-source'
import { parse } from '../graph-core/yaml/parse'
import { builtin } from '../kernels'

/** How many files the templates are spread over. */
export const templateShards = 3

/** Files of `assets/models` and `assets/recipes`, as paths in `assets`. */
export const templates: readonly string[] = ['models', 'recipes'].flatMap((shelf) =>
  readdirSync(new URL(`../assets/${shelf}`, import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => `${shelf}/${file.replaceAll('\\', '/')}`)
    .sort(),
)

/** A template's text as a document, at the first of its scales. */
export function openTemplate(file: string) {
  return parse(readFileSync(new URL(`../assets/${file}`, import.meta.url), 'utf8'), { path: file }).document
}

const batch = 2

/** Not square, multiples of the largest stride, and large enough for the 300 best places that some heads choose. */
function sizeOf({ strides }: BuiltModel): readonly [number, number] {
  const stride = Math.max(...strides)
  return stride > 32 ? [2 * stride, 3 * stride] : [160, 192]
}

function exported(model: BuiltModel, options: Partial<ModelOptions>) {
  const weights = seededWeights(1, startingValues(namedModules(model), model.strides))
  return exportModel('model', model, weights, { imgsz: sizeOf(model), batch, ...options })
}

/** Heads that rank places: which stands where is a matter of rounding, so that only shapes are compared. */
const ranks = (model: BuiltModel) => ['queries', 'best'].includes(predictionsOf(model)?.layout ?? '')

/** What is wrong with outputs: sizes other than the graph declares, or values that are no numbers. */
function wrong(got: { readonly [name: string]: Array32 }, declared: readonly ValueInfoProto[]): string[] {
  return declared.flatMap(({ name, dims }) => {
    const y = got[name]
    if (y === undefined || y.shape.join() !== dims?.join()) return [`${name} is [${y?.shape.join()}], declared [${dims?.join()}]`]
    return Array.from(y.data).every(Number.isFinite) ? [] : [`${name} is not finite`]
  })
}

/** The tests of one shard, `0` to `templateShards - 1`. */
export function testTemplateShard(shard: number): void {
  test.each(templates.filter((_, i) => i % templateShards === shard))(
    '%s is exported and runs, with the sizes it declares and the same numbers with free sizes',
    async (file) => {
      const document = openTemplate(file)
      expect(analyze(document, builtin).issues.filter(({ severity }) => severity === 'error')).toEqual([])
      const model = buildModel(document, builtin, { nc: 3 })
      const inputs = {
        images: noise([batch, model.header.ch, ...sizeOf(model)]),
        ...(model.rows.some(({ plan }) => plan.text !== null) ? { text: noise([batch, 3, 512], 2) } : {}),
      }
      const fixed = modelOf(exported(model, {}))
      const got = await runOnnx(fixed, inputs)
      expect(wrong(got, fixed.graph.outputs)).toEqual([])

      const free = exported(model, { dynamic: true, fold: false })
      if (!free.ok) return expect(free.issues.map(({ code }) => code)).toContain('onnx.fixed-size')
      const again = await runOnnx(free.model, inputs)
      expect(Object.entries(again).map(([name, y]) => [name, y.shape])).toEqual(Object.entries(got).map(([name, y]) => [name, y.shape]))
      if (!ranks(model))
        expect(
          Object.entries(got)
            .filter(([name, y]) => !(distance(again[name], y) < 1e-4))
            .map(([n]) => n),
        ).toEqual([])
    },
  )
}
