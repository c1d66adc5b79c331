/** Small models that real libraries built, with their weights and what they gave. */
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { builtin } from '../../../kernels'
import { analyze, buildModel } from '../../analysis'
import { bytesSource } from '../../weights/byte-source'
import { readSafetensors } from '../../weights/read-safetensors'
import { parse } from '../../yaml/parse'
import { namedModules } from '../model-export'
import { checkpointWeights } from '../weight-source'
import type { Array32 } from './run-onnx'

const folder = new URL('../fixtures/', import.meta.url)

/** The names of all fixtures: a task or family, and the release. */
export const wholeModels = readdirSync(folder)
  .filter((file) => file.endsWith('.safetensors'))
  .map((file) => file.replace('.safetensors', ''))

/** A fixture: the model file it was built from, its weights, what it was given and what came out. */
export async function openWholeModel(name: string) {
  const file = fileURLToPath(new URL(`${name}.safetensors`, folder))
  const { tensors, metadata } = await readSafetensors(bytesSource(new Uint8Array(readFileSync(file))))
  const all = async (letter: 'x' | 'y') => {
    const found = [...tensors].filter(([key]) => new RegExp(`^${letter}\\d+$`).test(key))
    return Promise.all(found.map(async ([, t]): Promise<Array32> => ({ shape: t.shape, data: await t.toFloat32() })))
  }
  const { document } = parse(metadata.get('yaml')!, { path: 'small.yaml' })
  const options = { target: metadata.get('target')! }
  const model = buildModel(document, builtin, options)
  const own = new Map([...tensors].filter(([key]) => key.startsWith('w/')).map(([key, t]) => [key.slice(2), t]))
  const weights = checkpointWeights(own, namedModules(model))
  const [[images, text], expected] = [await all('x'), await all('y')]
  return {
    file,
    model,
    weights,
    metadata,
    report: analyze(document, builtin, options),
    inputs: { images: images!, ...(text === undefined ? {} : { text }) },
    /** [height, width] of the image. */
    imgsz: images!.shape.slice(2) as [number, number],
    expected,
    /** What evaluation gives where the export gives something else. */
    evaluated: tensors.has('e0') ? ['e0'] : expected.map((_, i) => `y${i}`),
  }
}
