/** Fixtures on onnxruntime's WebGPU, on a software GPU: small maps, since it takes seconds for large ones. */
import { expect, test } from 'vitest'
import { webgpuEnvironment } from '../scripts/environment.mjs'
import { distance, modelOf, runOnnx } from '../graph-core/onnx/tests/run-onnx'
import { fixtureCase } from './tests/fixture-cases'
import { exportFixture, fixtureTensors, readFixture } from './tests/fixture-export'

Object.assign(process.env, webgpuEnvironment()) // before the first WebGPU session

/** Of every kind of block one, so that each operator that blocks need is tried. */
const tried = [
  'ultralytics/Conv/0',
  'ultralytics/ConvTranspose/0',
  'ultralytics/DWConvTranspose2d/0',
  'ultralytics/Focus/0',
  'ultralytics/GhostConv/1',
  'ultralytics/RepConv/1',
  'ultralytics/CBAM/0',
  'ultralytics/SPPF/0',
  'ultralytics/ADown/0',
  'ultralytics/C2f/0',
  'ultralytics/C3x/0',
  'ultralytics/HGStem/0',
  'ultralytics/CIB/1',
  'ultralytics/PSABlock/0',
  'ultralytics/A2C2f/0',
  'ultralytics/C2fAttn/0',
  'ultralytics/AIFI/0',
  'ultralytics/CBFuse/0',
  'attention/EMA/0',
  'attention/SEAttention/0',
  'attention/S2Attention/1',
  'attention/CrissCrossAttention/1',
  'attention/CoordAtt/1',
  'attention/CBAM_original/0',
  'attention/EfficientChannelAttention/0',
  'attention/SKAttention/1',
  'attention/SimAM/0',
  'attention/ShuffleAttention/0',
  'attention/OutlookAttention/0',
  'attention/MHSA/1',
  'attention/LSKA/1',
  'attention/DAttention/1',
  'attention/DCNv2/0',
]

test.each(tried)(
  '%s gives on WebGPU what PyTorch gives',
  async (id) => {
    const c = fixtureCase(id)
    const fixture = await readFixture(c)
    const [x, y] = [await fixtureTensors(fixture, 'x'), await fixtureTensors(fixture, 'y')]
    const got = await runOnnx(modelOf(exportFixture(c, fixture)), x, { executionProviders: ['webgpu'] })
    const far = Object.entries(y).filter(([name, expected]) => !(distance(got[name], expected) < 1e-4))
    expect(far.map(([name]) => name)).toEqual([])
  },
  120_000,
)
