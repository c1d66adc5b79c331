import { expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { type CallNode, type Tensor, dim } from '../symbolic'
import { parse } from '../yaml/parse'
import { yaml } from '../yaml/template'
import { buildModel, traceModel } from './index'

const build = (text: string) => buildModel(parse(text).document, builtin)
const image = { shape: [1, 3, 64, 64], dtype: 'f32' } as const

test('an activation in place as a row changes what later rows read of its source', () => {
  const { trace, outputs } = traceModel(
    build(yaml`
      nc: 80
      backbone:
        - [-1, 1, nn.Conv2d, [3, 3, 1]]
        - [-1, 1, nn.ReLU, []]
        - [[0, 1], 1, Concat, [1]]
    `),
    image,
  )
  const [convolved, activated] = outputs as [Tensor, Tensor]
  const joined = (trace.body[2] as CallNode).input as readonly Tensor[]
  expect(joined.map((t) => [t === activated, t === convolved])).toEqual([
    [true, false],
    [true, false],
  ])
})

test('rows are named as in the state dict, repeated ones as a Sequential inside', () => {
  const { trace } = traceModel(
    build(yaml`
      nc: 80
      backbone:
        - [-1, 1, Conv, [16, 3, 2]]
        - [-1, 2, Conv, [16, 3]]
    `),
    image,
  )
  const calls = trace.body as CallNode[]
  expect(calls.map((c) => c.name)).toEqual(['model.0', 'model.1'])
  expect(calls[1]!.body.map((c) => (c as CallNode).name)).toEqual(['0', '1'])
})

test('sizes known to be multiples of the stride leave no question open', () => {
  const free = { shape: [dim.symbol('batch', 1), 3, dim.symbol('height', 64, 32), dim.symbol('width', 64, 32)], dtype: 'f32' as const }
  const model = build(yaml`
    nc: 80
    backbone:
      - [-1, 1, Conv, [16, 3, 2]]
      - [-1, 1, Conv, [16, 3, 2]]
      - [-1, 1, nn.Upsample, [None, 2, nearest]]
      - [[0, 2], 1, Concat, [1]]
  `)
  expect(traceModel(model, free).trace.guards).toEqual([])
})

test('a text is read as the rows before left it, and by the head as it was given', () => {
  const model = build(yaml`
    nc: 4
    backbone:
      - [-1, 1, Conv, [16, 3, 8]]
      - [-1, 1, C2fAttn, [16, 8, 1]]
    head:
      - [[1], 1, ImagePoolingAttn, [16]]
      - [1, 1, C2fAttn, [16, 8, 1]]
      - [[3], 1, WorldDetect, [nc, 512, False]]
  `)
  const { trace, text, outputs } = traceModel(model, image)
  const texts = (trace.body as CallNode[]).map(({ input }) => (Array.isArray(input) ? (input as readonly Tensor[])[1] : null))
  expect(text!.shape).toEqual([1, 4, 512])
  expect(texts).toEqual([null, text, text, outputs[2], text])
})
