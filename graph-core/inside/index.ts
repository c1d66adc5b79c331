export * from './inside'
