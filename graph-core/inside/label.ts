import { printArg, shapeText } from '../symbolic'
import type { InsideNode } from './inside'

/** What a card says: its name, and below it where it is and what it gives. */
export interface Label {
  readonly title: string
  readonly detail: string
}

const longest = 44
const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)

/** Sizes as people read them: without the batch, unless something else lies on its axis. */
const sizes = (shape: readonly number[]) => (shape[0] === 1 ? shapeText({ shape, dtype: 'f32' }) : shape.join('×'))

/** Sizes of tensors; equal ones are said once: `2 × 32×40×40`. */
export function shapesText(shapes: readonly (readonly number[])[]): string {
  const texts = shapes.map(sizes)
  const isEven = texts.every((text) => text === texts[0])
  return isEven && texts.length > 1 ? `${texts.length} × ${texts[0]}` : texts.join(', ')
}

/** The words on a node. */
export function labelOf({ kind, type, path, args, shapes, params }: InsideNode): Label {
  const written = args.map(({ name, value, isPositional }) => (isPositional ? '' : `${name}=`) + printArg(value)).join(', ')
  const detail = [kind === 'module' ? path : '', shapesText(shapes), params > 0 ? `${params.toLocaleString('en-US')} p` : '']
  return {
    title: cut(kind === 'module' ? `${type[0]}(${written})` : type.join(' · ')),
    detail: cut(detail.filter((text) => text !== '').join(' · ')),
  }
}
