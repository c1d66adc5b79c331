/** Last part of a path without its extension. */
function stemOf(path: string): string {
  return path
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.[^.]*$/, '')
}

/** The letter of the scale in a file name such as `yolov8x-seg.yaml`; '' where there is none. */
export function scaleFromPath(path: string): string {
  return /yolo(?:e-)?v?\d+([nslmx])/.exec(stemOf(path))?.[1] ?? ''
}

/** The name a model is printed under: the file's, with the scale in use behind the family's number. */
export function modelNameOf(path: string | undefined, scale: string): string {
  if (path === undefined) return 'model'
  const stem = stemOf(path)
  return scale === '' ? stem : stem.replace(/^(yolo(?:e-)?v?\d+)[nslmx]?(?=$|[-_.])/, `$1${scale}`)
}

/** A model's name without the letter of a scale: the family `yolo11-seg` of `yolo11m-seg`. */
export const familyName = (name: string): string => name.replace(/^(yolo(?:e-)?v?\d+)[nslmx]/, '$1')

/** The stock model a graft is named after: the longest of the names that its own begins with. */
export function stockNameOf(graft: string, names: readonly string[]): string | undefined {
  return names
    .filter((name) => graft.startsWith(`${name}-`))
    .sort((a, b) => b.length - a.length)
    .at(0)
}
