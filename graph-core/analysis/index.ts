export { type AnalyzeOptions, type BuiltModel, analyze, buildModel } from './analyze'
export { type Memo, createMemo } from './memo'
export * from './report'
export { type EncodedShape, encodeShape } from './encode'
