import { createContext } from 'react'

/** How much of a card can be read: everything, the name, or only its colour. */
export type Distance = 'near' | 'middle' | 'far'

export const distanceOf = ({ transform: [, , zoom] }: { readonly transform: readonly [number, number, number] }): Distance =>
  zoom >= 0.52 ? 'near' : zoom >= 0.3 ? 'middle' : 'far'

/** From where the picture is looked at. Changes seldom, so every card may ask. */
export const DistanceContext = createContext<Distance>('near')
