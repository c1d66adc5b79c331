/** torch.nn.functional.pad over the last two axes. */
import { defineOp, dim } from '../../graph-core/symbolic'

/** Cells added on each side; negative numbers crop. */
export interface Padding {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly mode: 'constant' | 'reflect' | 'replicate'
  readonly value: number
}

const onnxModes = { constant: 'constant', reflect: 'reflect', replicate: 'edge' } as const

export const pad = defineOp<Padding>('pad', {
  infer: ([x], a) => {
    const [h, w] = [x!.shape.at(-2)!, x!.shape.at(-1)!]
    return [{ shape: [...x!.shape.slice(0, -2), dim.add(h, a.top + a.bottom), dim.add(w, a.left + a.right)], dtype: x!.dtype }]
  },
  macs: () => 0,
  onnx: (g, [x], a, [out]) => {
    const none = x!.shape.slice(2).map(() => 0)
    const pads = g.constant([...none, a.top, a.left, ...none, a.bottom, a.right], [x!.shape.length * 2], 'i64')
    return [
      g.node('Pad', [x!, pads, a.mode === 'constant' ? g.constant([a.value], [], x!.dtype) : null], out!, { mode: onnxModes[a.mode] }),
    ]
  },
  torch: (p, [x], a) =>
    a.mode === 'constant'
      ? p`torch.nn.functional.pad(${x!}, (${a.left}, ${a.right}, ${a.top}, ${a.bottom}), value=${a.value})`
      : p`torch.nn.functional.pad(${x!}, (${a.left}, ${a.right}, ${a.top}, ${a.bottom}), mode='${a.mode}')`,
})
