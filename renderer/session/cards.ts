/** Where cards stand, what they are called, and the frames around them. */
import { type GroupValues, clearPlaces, createGroup, setGroup, setNode, setNodes, ungroup } from '../../graph-core/document'
import { type Editing, type RowRef, indexOf, indicesOf } from './editing'

type Place = readonly [x: number, y: number]

export const cardActions = ({ run }: Editing) => ({
  /** Keeps a card where the user put it. */
  moveNode: (row: RowRef, at: Place) => run((d) => setNode(d, indexOf(row), { at })),
  /** Keeps several cards where the user put them, as one step; nudges without a pause between them are one step. */
  moveNodes: (places: ReadonlyMap<RowRef, Place>, { isNudge = false } = {}) =>
    run(
      (d) => setNodes(d, new Map([...places].map(([row, at]) => [indexOf(row), { at }]))),
      isNudge ? { key: `nudge ${[...places.keys()].map(indexOf).join(' ')}` } : {},
    ),
  /** Lets the layout place cards again that were moved by hand; all by default. */
  tidy: (rows?: readonly RowRef[]) => run((d) => clearPlaces(d, rows && indicesOf(rows))),
  /** Names a row; an empty title takes the name away. */
  setTitle: (row: RowRef, title: string) => run((d) => setNode(d, indexOf(row), { title }), { key: `title ${indexOf(row)}` }),
  /** Puts a frame around rows; it means nothing to the model. `groupsOf(document)` gives the frames. */
  group: (rows: readonly RowRef[], values: Omit<GroupValues, 'rows'> = {}) => run((d) => createGroup(d, indicesOf(rows), values)),
  /** Changes title, colour, members or folding of a group. */
  setGroup: (index: number, values: GroupValues) =>
    run((d) => setGroup(d, index, values), { key: `group ${index} ${Object.keys(values).join(' ')}` }),
  ungroup: (index: number) => run((d) => ungroup(d, index)),
})
