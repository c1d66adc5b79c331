export * from './classify'
export * from './detect'
export * from './proto'
export * from './segment'
