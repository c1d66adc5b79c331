/** Endings of the files that are checkpoints. What they are is told by their first bytes. */
export const checkpointEndings = '.pt,.pth,.safetensors,.onnx'

export const isCheckpointName = (name: string): boolean => /\.(pt|pth|safetensors|onnx)$/i.test(name)
