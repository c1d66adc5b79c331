/** Where a mouse or finger is in the window. */
export function pointerOf(event: MouseEvent | TouchEvent): readonly [x: number, y: number] {
  const { clientX, clientY } = 'changedTouches' in event ? event.changedTouches[0]! : event
  return [clientX, clientY]
}
