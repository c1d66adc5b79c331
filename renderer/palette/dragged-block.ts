/** How a block travels from the palette to the canvas. The name is in the type, since a drag that hovers hides its values. */
import type { DragEvent } from 'react'

const prefix = 'application/x-graft-block;name='

/** Types of a drag are lower-cased on their way, so the name goes as character codes. */
export function startDrag(event: DragEvent, name: string): void {
  const codes = [...name].map((c) => c.codePointAt(0)!.toString(16)).join('-')
  event.dataTransfer.setData(prefix + codes, name)
  event.dataTransfer.effectAllowed = 'copy'
}

/** The block being dragged, or undefined for anything else. */
export function draggedBlock(event: DragEvent): string | undefined {
  const type = event.dataTransfer.types.find((each) => each.startsWith(prefix))
  return type
    ?.slice(prefix.length)
    .split('-')
    .map((code) => String.fromCodePoint(parseInt(code, 16)))
    .join('')
}
