/** Everything Graft can build. A new block is exported from its own folder's index and is here, in the palette and everywhere. */
import './ops/methods'
import { type BlockConstructor, type LayerConstructor, type Library, createLibrary } from '../graph-core/symbolic'
import * as attention from './attention'
import * as ultralytics from './blocks/ultralytics'
import * as yolov5 from './blocks/yolov5'
import * as heads from './heads'
import * as yolov5Heads from './heads/yolov5'
import * as nn from './layers/nn'
import { parseModuleCall } from './parse-module-call'

const isBlock = (x: unknown): x is BlockConstructor<never, unknown> => typeof x === 'function' && 'forTarget' in x
const isLayer = (x: unknown): x is LayerConstructor<never, unknown> => typeof x === 'function' && 'definition' in x

/** The built-in library. */
export const builtin: Library = createLibrary(
  [ultralytics, heads, attention, yolov5, yolov5Heads].flatMap((folder) => (Object.values(folder) as unknown[]).flat().filter(isBlock)),
  (Object.values(nn) as unknown[]).filter(isLayer),
  parseModuleCall,
)
