import { spawnSync } from 'node:child_process'
import { findPython } from '../scripts/environment.mjs'

// The checker's own full check writes what it infers over the file it was given, so the inference is run apart.
const program = `
import sys, tempfile, onnx, onnx.shape_inference
path, full = sys.argv[1], sys.argv[2] == 'full'
onnx.checker.check_model(path)
if full:
    with tempfile.NamedTemporaryFile() as inferred:
        onnx.shape_inference.infer_shapes_path(path, inferred.name, check_type=True, strict_mode=True)
with open(path, 'rb') as file:
    written = file.read()
print('same' if onnx.ModelProto.FromString(written).SerializeToString() == written else 'other')
`

/**
 * Has the onnx checker of Debian's Python read a model file; throws with its words when it refuses. That checker knows opsets up to 17 and
 * IR versions up to 8. `full` also infers all shapes and compares them with those declared.
 * @returns whether the official library writes the very same bytes for what it read.
 */
export function checkOnnx(path: string, { full = true }: { full?: boolean } = {}): { sameBytes: boolean } {
  const { status, stdout, stderr } = spawnSync(findPython(), ['-c', program, path, full ? 'full' : 'quick'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the onnx checker refuses ${path}: ${stderr.trim().split('\n').slice(-3).join('\n')}`)
  return { sameBytes: stdout.trim() === 'same' }
}
