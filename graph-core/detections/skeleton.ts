import type { Keypoint } from './found'

/** Keypoints below this are drawn faintly. */
export const seenFrom = 0.5

/** Joints of a person that are linked, where there are the 17 of COCO. https://cocodataset.org/#keypoints-2020 */
const ofPerson = [
  [15, 13],
  [13, 11],
  [16, 14],
  [14, 12],
  [11, 12],
  [5, 11],
  [6, 12],
  [5, 6],
  [5, 7],
  [6, 8],
  [7, 9],
  [8, 10],
  [1, 2],
  [0, 1],
  [0, 2],
  [1, 3],
  [2, 4],
  [3, 5],
  [4, 6],
] as const

/** How visible a keypoint is; one that does not say is taken to be. */
export const visibilityOf = ([, , visibility = 1]: Keypoint): number => visibility

/** The links between keypoints: those of a person; of anything else they are unknown. */
export function limbsOf(points: readonly Keypoint[]): readonly (readonly [Keypoint, Keypoint])[] {
  return points.length === 17 ? ofPerson.map(([a, b]) => [points[a]!, points[b]!] as const) : []
}
