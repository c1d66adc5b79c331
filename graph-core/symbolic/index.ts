/** The language blocks are written in. */
export * from './args'
export * from './conventions'
export * from './define-block'
export * from './define-layer'
export * as dim from './dim'
export { type Dim, SymDim, hintOf } from './dim'
export * from './env'
export * as init from './init'
export type { Init } from './init'
export * from './inspect'
export {
  type AnyModule,
  Buffer,
  type Definition,
  type FuseOptions,
  type Module,
  type ModuleInfo,
  type ModuleList,
  Param,
  type Reads,
  type TextUse,
  type Tree,
  type TreeEntry,
  buffer,
  isModule,
  makeModule,
  moduleList,
  moduleOf,
  ofClass,
  param,
  sequential,
  unregistered,
} from './module'
export * from './library'
export * from './onnx'
export * from './op'
export * from './republish'
export * from './row'
export * from './shape-error'
export * from './tensor'
export * from './torch'
export * from './trace'
