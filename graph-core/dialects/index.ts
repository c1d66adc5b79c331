import type { Document, YamlMap } from '../document/types'
import type { BlockDefinition, LayerDefinition } from '../symbolic'
import type { Dialect } from './dialect'
import { ultralytics84 } from './ultralytics-8.4'
import { ultralytics8363 } from './ultralytics-8.3.63'
import { yolov5, yolov5At61, yolov5At70 } from './yolov5'

export { type Dialect, yoloOverrides } from './dialect'
export { type ModelHeader, readHeader } from './header'
export { modelNameOf, scaleFromPath } from './model-name'

/** Every target, the default first. */
export const dialects: readonly Dialect[] = [ultralytics84, ultralytics8363, yolov5, yolov5At70, yolov5At61]

/** Whether the target's own parser finds what a row names; else the library must be given it before it reads the file. */
export function canName({ target, unnamed }: Dialect, definition: BlockDefinition | LayerDefinition, name = definition.name): boolean {
  if (definition.kind === 'layer') return true
  return definition.library === target.base && definition.name === name && !unnamed.includes(name)
}

/** The dialect of a target's id. */
export function dialectOf(target: string): Dialect | undefined {
  return dialects.find((d) => d.target.id === target)
}

/** The dialect whose library a file is plainly written for, whatever target it is shown under. */
export function writtenFor(document: Document): Dialect | undefined {
  return dialects.find((dialect) => dialect.isWrittenFor?.(document) === true)
}

/** The dialect a file names under `graft: { target }`, else the one it is written for, else the one to fall back on. */
export function recogniseDialect(document: Document, otherwise: Dialect = dialects[0]!): Dialect {
  const named = (document.graft as YamlMap | null)?.get('target')
  return (typeof named === 'string' ? dialectOf(named) : undefined) ?? writtenFor(document) ?? otherwise
}
