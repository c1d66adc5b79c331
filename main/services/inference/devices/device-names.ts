/** The devices by preference, and what people are told of them. */
import type { DeviceId } from '../process/messages'

/** The preferred first; the last one always works. */
export const deviceOrder: readonly DeviceId[] = ['cuda', 'dml', 'coreml', 'webgpu', 'cpu']

export const deviceNames: Readonly<Record<DeviceId, string>> = {
  cuda: 'CUDA',
  dml: 'DirectML',
  coreml: 'CoreML',
  webgpu: 'WebGPU',
  cpu: 'CPU',
}

/** What a device is part of, said where onnxruntime was built without it. */
const homes: Readonly<Record<DeviceId, string>> = {
  cuda: 'onnxruntime has CUDA for Linux on x64 alone.',
  dml: 'DirectML is part of Windows.',
  coreml: 'CoreML is part of macOS.',
  webgpu: 'onnxruntime has no WebGPU for this system.',
  cpu: 'onnxruntime has no CPU for this system.',
}

/** Why a device cannot be had on this system at all. */
export const absence = (id: DeviceId): string => homes[id]

/** Of CUDA, where onnxruntime could have it and its part for it was left out. */
export const withoutCudaPart = 'Graft comes without onnxruntime’s part for CUDA; WebGPU runs on NVIDIA’s GPUs too.'

/** What onnxruntime says of a device in the words of people who do not know onnxruntime. */
export function refusalOf(id: DeviceId, message: string): string {
  if (id === 'cuda' && /Failed to load|cannot open shared object|LoadLibrary/i.test(message))
    return 'NVIDIA’s CUDA and cuDNN libraries were not found.'
  if (id === 'webgpu' && /RequestAdapter|WebGPU adapter/i.test(message))
    return 'No GPU was found that has a driver for Vulkan, Metal or Direct3D 12.'
  if (/backend not found|no available backend/i.test(message)) return absence(id)
  return `onnxruntime refused it: ${shortened(message)}`
}

/** Of a device that works, and is no gain. */
export const slowHere = 'It computes slower than the CPU here; perhaps there is no GPU behind it.'

/** Whether a library ended for want of memory. */
export const isOutOfMemory = (message: string): boolean =>
  /bad.?alloc|failed to allocate|allocation failed|out of memory|heap limit/i.test(message)

/** The first line of a message without source places, for people. */
export function shortened(message: string): string {
  const line = message
    .split('\n')[0]!
    .replace(/^Error: /, '')
    .replace(/\/\S*onnxruntime\S*\.(cc|h)\S* /g, '')
  return line.length > 200 ? `${line.slice(0, 199)}…` : line
}
