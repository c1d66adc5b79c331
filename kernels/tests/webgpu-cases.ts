/** All fixtures on onnxruntime's WebGPU, on a software GPU, in shards that are files of their own. */
import { expect, test } from 'vitest'
import { webgpuEnvironment } from '../../scripts/environment.mjs'
import { distance, modelOf, runOnnx } from '../../graph-core/onnx/tests/run-onnx'
import { type FixtureCase, fixtureCases } from './fixture-cases'
import { exportFixture, fixtureTensors, readFixture } from './fixture-export'

/** How many files the cases are spread over. */
export const webgpuShards = 8

/**
 * Cases that onnxruntime's WebGPU computes wrongly, with the reason. They are run like the others and held to differ, so that a release that
 * heals them makes a test fail here, and the line goes.
 */
export const webgpuFaults: { readonly [id: string]: string } = {
  'ultralytics/Bottleneck/1': 'a grouped convolution with more than 4 channels to give in a group, no multiple of 4',
  'attention/CAA/0': 'a grouped convolution with more than 4 channels to give in a group, no multiple of 4',
  'yolov5/Conv/1': 'a convolution that reads 6 channels, neither 3 nor a multiple of 4, and gives a multiple of 4',
}

/** Cases of one shard: every eighth, so that a new fixture needs no line anywhere. */
export function webgpuCases(shard: number): FixtureCase[] {
  return fixtureCases().filter((_, i) => i % webgpuShards === shard)
}

/** Outputs that WebGPU computes otherwise than PyTorch. */
export async function webgpuDiffers(c: FixtureCase): Promise<string[]> {
  const fixture = await readFixture(c)
  const [x, y] = [await fixtureTensors(fixture, 'x'), await fixtureTensors(fixture, 'y')]
  const got = await runOnnx(modelOf(exportFixture(c, fixture)), x, { executionProviders: ['webgpu'] })
  return Object.entries(y).flatMap(([name, expected]) => {
    const d = distance(got[name], expected)
    return d < 1e-4 ? [] : [`${name} differs by ${d.toExponential(1)}`]
  })
}

/** The tests of one shard, `0` to `webgpuShards - 1`. */
export function testWebgpuShard(shard: number): void {
  Object.assign(process.env, webgpuEnvironment()) // before the first WebGPU session
  const cases = webgpuCases(shard)
  const [faulty, sound] = [cases.filter(({ id }) => id in webgpuFaults), cases.filter(({ id }) => !(id in webgpuFaults))]

  test.each(sound.map((c) => [c.id, c] as const))(
    '%s gives on WebGPU what PyTorch gives',
    async (_, c) => {
      expect(await webgpuDiffers(c)).toEqual([])
    },
    120_000,
  )

  test.each(faulty.map((c) => [c.id, c] as const))(
    '%s is still computed wrongly by onnxruntime’s WebGPU; where it is not, its line in webgpuFaults can go',
    async (_, c) => {
      expect(await webgpuDiffers(c)).not.toEqual([])
    },
    120_000,
  )
}
