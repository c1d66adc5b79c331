/** torch.nn as blocks see it. */
export * from './activation'
export * from './conv'
export * from './linear'
export * from './norm'
export * from './passthrough'
export * from './pool'
export * from './upsample'
export { moduleList as ModuleList, sequential as Sequential } from '../../graph-core/symbolic'
