import type { Document, NewValue, YamlMap } from '../types'
import { setHeader } from './header'
import { noRow, refuse, type CommandResult } from './result'
import { sequence, type Command } from './sequence'

/** A frame around rows, under `graft: groups:`. It means nothing to the model. */
export interface Group {
  /** Its place in the list, which names it until the next edit. */
  readonly index: number
  readonly rows: readonly number[]
  readonly title: string
  /** A name of the window's palette; empty for the plain one. */
  readonly colour: string
  readonly isCollapsed: boolean
}

/** What a command writes of a group; what is left out stays as it is. */
export interface GroupValues {
  readonly rows?: readonly number[]
  readonly title?: string
  readonly colour?: string
  readonly isCollapsed?: boolean
}

/** The groups of a model; numbers that name no row are passed over. */
export function groupsOf(document: Document): Group[] {
  const list = document.graft?.get('groups')
  if (!Array.isArray(list)) return []
  return list.flatMap((each: unknown, index): Group[] => {
    if (!(each instanceof Map)) return []
    const group = each as YamlMap
    const rows = group.get('rows')
    const title = group.get('title')
    const colour = group.get('colour')
    return [
      {
        index,
        rows: Array.isArray(rows) ? rows.filter((i: unknown): i is number => typeof i === 'number' && document.rows[i] !== undefined) : [],
        title: typeof title === 'string' || typeof title === 'number' ? String(title) : '',
        colour: typeof colour === 'string' ? colour : '',
        isCollapsed: group.get('collapsed') === true,
      },
    ]
  })
}

/** Puts rows into a frame of their own; they leave the frames they were in. Issues: `edit.no-row`. */
export function createGroup(document: Document, rows: readonly number[], values: Omit<GroupValues, 'rows'> = {}): CommandResult {
  const chosen = [...new Set(rows)].sort((a, b) => a - b)
  const missing = chosen.find((i) => !document.rows[i])
  if (missing !== undefined || chosen.length === 0) return noRow(missing ?? -1)
  return sequence(document, { key: 'group', values: { count: chosen.length } }, [
    (d) => leaveGroups(d, chosen),
    (d) => appendGroup(d, written({ rows: chosen, ...values })),
  ])
}

/** Changes a group; without rows it goes. Issues: `edit.no-group`. */
export function setGroup(document: Document, index: number, values: GroupValues): CommandResult {
  const group = groupsOf(document).find((each) => each.index === index)
  if (!group) return noGroup(index)
  const label = { key: 'changeGroup', values: { title: group.title } } as const
  if (values.rows?.length === 0) return sequence(document, label, [(d) => removeGroup(d, index)])
  const steps = Object.entries(written(values)).map(
    ([key, value]): Command =>
      (d) =>
        setHeader(d, ['graft', 'groups', index, key], value),
  )
  // A new member leaves its old frame, which may go with it: that comes last, so that the place in the list holds till then.
  return sequence(document, label, [...steps, (d) => leaveGroups(d, values.rows ?? [], index)])
}

/** Takes a frame away; its rows stay. Issues: `edit.no-group`. */
export function ungroup(document: Document, index: number): CommandResult {
  const group = groupsOf(document).find((each) => each.index === index)
  if (!group) return noGroup(index)
  return sequence(document, { key: 'ungroup', values: { title: group.title } }, [(d) => removeGroup(d, index)])
}

const noGroup = (index: number) => refuse('edit.no-group', `The model has no group ${index}.`)

const removeGroup = (document: Document, index: number) => setHeader(document, ['graft', 'groups', index], undefined)

function written({ rows, title, colour, isCollapsed }: GroupValues): Record<string, NewValue> {
  return {
    ...(rows === undefined ? {} : { rows: [...new Set(rows)].sort((a, b) => a - b) }),
    ...(title === undefined ? {} : { title }),
    ...(colour === undefined ? {} : { colour }),
    ...(isCollapsed === undefined ? {} : { collapsed: isCollapsed }),
  }
}

function appendGroup(document: Document, group: NewValue): CommandResult {
  if (!document.graft) return setHeader(document, ['graft'], { v: 1, groups: [group] })
  const list = document.graft.get('groups')
  return Array.isArray(list)
    ? setHeader(document, ['graft', 'groups', list.length], group)
    : setHeader(document, ['graft', 'groups'], [group])
}

/** Rows leave every group but one; a group without rows goes. From the last on, so that places in the list hold. */
function leaveGroups(document: Document, rows: readonly number[], except?: number): CommandResult {
  const steps = groupsOf(document)
    .filter(({ index, rows: members }) => index !== except && members.some((i) => rows.includes(i)))
    .reverse()
    .map(({ index, rows: members }): Command => {
      const kept = members.filter((i) => !rows.includes(i))
      return (d) => (kept.length === 0 ? removeGroup(d, index) : setHeader(d, ['graft', 'groups', index, 'rows'], kept))
    })
  return sequence(document, { key: 'changeGroup' }, steps)
}
