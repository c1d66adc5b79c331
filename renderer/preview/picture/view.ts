/** Which part of an image is seen: all of it, or a closer look. */

export interface Size {
  readonly width: number
  readonly height: number
}

/** `zoom` 1 fits the whole image; x and y are the pixel of the image in the middle. */
export interface View {
  readonly zoom: number
  readonly x: number
  readonly y: number
}

/** Pixels of the screen that a pixel of the image takes at most. */
const closest = 40

/** All of the image. */
export const fitted = ({ width, height }: Size): View => ({ zoom: 1, x: width / 2, y: height / 2 })

/** Pixels of the screen to one of the image where all of it is seen. */
const fitScale = (image: Size, room: Size) => Math.min(room.width / image.width, room.height / image.height)

/** Pixels of the screen to one of the image. */
export const scaleOf = (view: View, image: Size, room: Size): number => view.zoom * fitScale(image, room)

/** What of the image's plane is seen in the room: left, top, width, height; the image lies in its middle, and may be smaller. */
export function seenPart(view: View, image: Size, room: Size) {
  const scale = scaleOf(view, image, room)
  const [width, height] = [room.width / scale, room.height / scale]
  return { left: view.x - width / 2, top: view.y - height / 2, width, height }
}

/** Zooms so that a pixel of the image stays under the pointer. */
export function zoomed(view: View, factor: number, image: Size, room: Size, at: { readonly x: number; readonly y: number } = view): View {
  const most = Math.max(1, closest / fitScale(image, room))
  const zoom = Math.max(1, Math.min(most, view.zoom * factor))
  const k = view.zoom / zoom
  return kept({ zoom, x: at.x + (view.x - at.x) * k, y: at.y + (view.y - at.y) * k }, image, room)
}

/** Moves by pixels of the screen. */
export function moved(view: View, dx: number, dy: number, image: Size, room: Size): View {
  const scale = scaleOf(view, image, room)
  return kept({ ...view, x: view.x - dx / scale, y: view.y - dy / scale }, image, room)
}

/** Nothing beside the image is looked at while there is more of it to see; where it is smaller than the room, it is in the middle. */
function kept(view: View, image: Size, room: Size): View {
  const { width, height } = seenPart(view, image, room)
  const within = (value: number, seen: number, all: number) => (seen >= all ? all / 2 : Math.max(seen / 2, Math.min(value, all - seen / 2)))
  return { zoom: view.zoom, x: within(view.x, width, image.width), y: within(view.y, height, image.height) }
}
