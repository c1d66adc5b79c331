/** Fixtures on onnxruntime's WebGPU, on a software GPU: small maps, since it takes seconds for large ones. */
import { expect, test } from 'vitest'
import { webgpuEnvironment } from '../scripts/environment.mjs'
import { distance, modelOf, runOnnx } from '../graph-core/onnx/tests/run-onnx'
import { fixtureCase } from './tests/fixture-cases'
import { exportFixture, fixtureTensors, readFixture } from './tests/fixture-export'

Object.assign(process.env, webgpuEnvironment()) // before the first WebGPU session

test.each(['ultralytics/Conv/0', 'ultralytics/C2f/0', 'ultralytics/SPPF/0', 'attention/EMA/0', 'attention/SEAttention/0'])(
  '%s gives on WebGPU what PyTorch gives',
  async (id) => {
    const c = fixtureCase(id)
    const fixture = await readFixture(c)
    const [x, y] = [await fixtureTensors(fixture, 'x'), await fixtureTensors(fixture, 'y')]
    const got = await runOnnx(modelOf(exportFixture(c, fixture)), x, { executionProviders: ['webgpu'] })
    expect(distance(got.y0, y.y0!)).toBeLessThan(1e-4)
  },
  120_000,
)
