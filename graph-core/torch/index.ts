export { printBlock } from './block-source'
export { type ModelSourceOptions, printModel } from './model-source'
export type { SourceSetting } from './module-source'
