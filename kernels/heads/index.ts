export * from './detect'
export * from './dfl'
export * from './rtdetr-decoder'
