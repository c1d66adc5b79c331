import type { monaco } from './monaco'

/** Marks these ranges, all in the same way. The editor draws its lines again for marks, however equal, so those that are there already stay. */
export function setMarks(
  marks: monaco.editor.IEditorDecorationsCollection,
  ranges: readonly monaco.Range[],
  options: monaco.editor.IModelDecorationOptions,
): void {
  const marked = marks.getRanges()
  if (ranges.length === marked.length && ranges.every((range, i) => range.equalsRange(marked[i]!))) return
  marks.set(ranges.map((range) => ({ range, options })))
}
