export * from './descend'
export * from './inside'
export * from './trace-row'
