/** Programs that stop early: how long handing an image to a device takes, and how long making it fit does. */
import { type ModelProto, dataTypes } from '../model'
import { irVersionOf } from '../opsets'
import { letterboxInto, letterboxInputs, programOpset } from './letterbox-program'
import { ProgramBuilder } from './program-builder'

/** Takes the pixels of an image and gives one of them. Output: `cut`. */
export function transferModel(): ModelProto {
  const p = new ProgramBuilder('/transfer', programOpset)
  first(p, p.node('Cast', ['image'], { to: dataTypes.float32 }), 3)
  return programOf('transfer', [p])
}

/** The letterbox, and one value of what it gives. Output: `cut`. */
export function letterboxCut(): ModelProto {
  const box = letterboxInto('images', 'float32')
  const p = new ProgramBuilder('/cut', programOpset)
  first(p, 'images', 4)
  return programOf('letterbox', [box, p])
}

/** One value of a tensor of this rank, as `cut`. */
function first(p: ProgramBuilder, name: string, rank: number): void {
  const axes = Array.from({ length: rank }, (_, axis) => axis)
  const corner = p.node('Slice', [name, p.ints(...axes.map(() => 0)), p.ints(...axes.map(() => 1)), p.ints(...axes)])
  p.node('Reshape', [corner, p.ints(1)], {}, 'cut')
}

function programOf(name: string, parts: readonly ProgramBuilder[]): ModelProto {
  return {
    irVersion: irVersionOf(programOpset),
    opsets: [{ version: programOpset }],
    producerName: 'graft',
    graph: {
      name,
      nodes: parts.flatMap(({ nodes }) => nodes),
      initializers: parts.flatMap(({ initializers }) => initializers),
      inputs: letterboxInputs,
      outputs: [{ name: 'cut', dataType: 'float32', dims: [1] }],
    },
  }
}
