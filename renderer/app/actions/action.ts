/** What an action is, and the words a table of them is written in. */
import type { OpenDocument } from '../../documents/document'
import type { Session } from '../../session'
import type { AppModel } from '../app-model'

/** Under which head actions are listed; named under `actions` in the locales. */
export const categories = ['file', 'edit', 'select', 'view', 'model', 'preview', 'help'] as const
export type ActionCategory = (typeof categories)[number]

/**
 * Where the keys of an action work. `anywhere`: also while one types. `fieldFirst`: the field one types in may take them for itself.
 * `outsideFields`: not while one types. `canvas`: while the canvas has the keyboard, or nothing has it. `preview`: while the preview has it.
 */
export type When = 'anywhere' | 'fieldFirst' | 'outsideFields' | 'canvas' | 'preview'

/** Something the window can do. Its name stands under `action` in the locales, by its id. */
export interface Action {
  readonly category: ActionCategory
  /** Its usual keys, as tinykeys writes them; the first is shown. */
  readonly keys: readonly string[]
  readonly when: When
  /** Its usual keys are left to the browser, which tells of them as an event of its own: copying and pasting need no permission then. */
  readonly isToldByBrowser?: boolean
  readonly isEnabled: (app: AppModel, document: OpenDocument | undefined) => boolean
  readonly run: (app: AppModel, document: OpenDocument | undefined) => unknown
}

type Row = Omit<Action, 'category'>

interface Keys {
  readonly keys?: readonly string[]
  /** `anywhere` where it is left out. */
  readonly when?: When
  readonly isToldByBrowser?: boolean
}

interface Doing<Args extends readonly unknown[]> extends Keys {
  /** Always, where it is left out. */
  readonly isEnabled?: (...args: Args) => boolean
  readonly run: (...args: Args) => unknown
}

/** An action that needs no model. */
export const anytime = ({ keys = [], when = 'anywhere', isEnabled = () => true, run }: Doing<[AppModel]>): Row => ({
  keys,
  when,
  isEnabled: (app) => isEnabled(app),
  run: (app) => run(app),
})

/** An action on the model that is looked at; while there is none, it cannot be done. */
export const onModel = ({
  keys = [],
  when = 'anywhere',
  isToldByBrowser = false,
  isEnabled = () => true,
  run,
}: Doing<[AppModel, OpenDocument]>): Row => ({
  keys,
  when,
  isToldByBrowser,
  isEnabled: (app, document) => document !== undefined && isEnabled(app, document),
  run: (app, document) => document && run(app, document),
})

/** An action on the selected rows, given in the model's order; without any, it cannot be done. Its keys are those of the canvas. */
export const onRows = ({
  keys = [],
  when = 'canvas',
  isToldByBrowser = false,
  isEnabled = () => true,
  run,
}: Doing<[Session, readonly number[], AppModel]>): Row =>
  onModel({
    keys,
    when,
    isToldByBrowser,
    isEnabled: (app, { session }) => selectedRows(session).length > 0 && isEnabled(session, selectedRows(session), app),
    run: (app, { session }) => run(session, selectedRows(session), app),
  })

/** The selected rows by index, in the model's order. */
export function selectedRows(session: Session): readonly number[] {
  const { document, selection } = session.getSnapshot()
  return document.rows.flatMap(({ id }, i) => (selection.includes(id) ? [i] : []))
}

/** The actions of one category. */
export const actionsOf = <Id extends string>(category: ActionCategory, rows: Readonly<Record<Id, Row>>) =>
  Object.fromEntries(Object.entries<Row>(rows).map(([id, row]) => [id, { category, ...row }])) as Readonly<Record<Id, Action>>
