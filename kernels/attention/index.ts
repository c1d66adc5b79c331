export * from './clo-attention'
export * from './ema'
export * from './se-attention'
