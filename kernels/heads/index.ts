export * from './detect'
export * from './dfl'
