import type { Target } from './conventions'
import type { BlockConstructor, BlockDefinition } from './define-block'
import type { LayerConstructor, LayerDefinition } from './define-layer'
import type { Module } from './module'

/** What an app knows to build: blocks of several libraries and torch.nn layers. Handed to graph-core as an argument. */
export interface Library {
  readonly blocks: readonly BlockConstructor<never, unknown>[]
  readonly layers: readonly LayerConstructor<never, unknown>[]
  /**
   * What a row's module name means under a target: `nn.X` or `torch.nn.X` is a layer, any other name a block of the
   * given libraries in order, then an alias of one.
   */
  resolve(name: string, target: Target, libraries: readonly string[]): BlockDefinition | LayerDefinition | undefined
  /** A layer from its text, such as `nn.LeakyReLU(0.1)`; undefined where the text names none. Nothing is ever evaluated. */
  readModule(text: string): Module | undefined
}

/** Makes a library of its parts. */
export function createLibrary(
  blocks: readonly BlockConstructor<never, unknown>[],
  layers: readonly LayerConstructor<never, unknown>[],
  readModule: (text: string, layerNamed: (name: string) => LayerDefinition | undefined) => Module | undefined,
): Library {
  const layerByName = new Map(layers.map((l) => [l.definition.name, l.definition]))
  const byLibrary = new Map<string, Map<string, BlockConstructor<never, unknown>>>()
  for (const block of blocks) {
    const names = byLibrary.get(block.library) ?? new Map<string, BlockConstructor<never, unknown>>()
    for (const alias of block.aliases) if (!names.has(alias)) names.set(alias, block)
    byLibrary.set(block.library, names)
  }
  for (const block of blocks) byLibrary.get(block.library)!.set(block.blockName, block)

  return {
    blocks,
    layers,
    readModule: (text) => readModule(text, (name) => layerByName.get(name)),
    resolve(name, target, libraries) {
      const layer = /^(?:torch\.)?nn\.(\w+)$/.exec(name)
      if (layer !== null) return layerByName.get(layer[1]!)
      for (const library of libraries) {
        const block = byLibrary.get(library)?.get(name)
        if (block?.isIn(target) === true) return block.forTarget(target)
      }
      return undefined
    },
  }
}
