import { Command as List } from 'cmdk'
import { Popover } from 'radix-ui'
import { type ReactNode, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './CanvasMenu.module.css'

export interface MenuItem {
  readonly id: string
  readonly heading?: string
  readonly content: ReactNode
  /** Chosen all the same with Alt. */
  readonly isRefused?: boolean
}

interface Props {
  readonly label: string
  /** What choosing does, above the list. */
  readonly says: string
  readonly placeholder: string
  /** In the window. */
  readonly at: readonly [x: number, y: number]
  readonly query: string
  readonly onQuery: (query: string) => void
  readonly items: readonly MenuItem[]
  /** Said where nothing is left in the list. */
  readonly none: string
  /** The item that Enter takes; of nothing known, the first. */
  readonly active: string
  readonly onActive: (id: string) => void
  /** What is known of the active item, and what keys do. */
  readonly footer?: ReactNode
  /** `isAlt`: Alt was held. */
  readonly onChoose: (id: string, isAlt: boolean) => void
  readonly onClose: () => void
  /** Gives the keyboard back. */
  readonly onClosed: () => void
}

/** A list beside the picture that is searched by typing, walked by arrows, and gone with Escape or a click elsewhere. */
export function CanvasMenu(props: Props) {
  const { t } = useTranslation()
  const { label, says, placeholder, at, query, onQuery, items, none, active, onActive, footer, onChoose, onClose, onClosed } = props
  const isAlt = useRef(false)
  const anchor = useRef({ getBoundingClientRect: () => new DOMRect(at[0], at[1], 0, 0) })
  const shelves = useMemo(() => shelvesOf(items), [items])

  const row = ({ id, content, isRefused }: MenuItem) => (
    <List.Item key={id} value={id} className={styles.item} data-refused={isRefused} onSelect={() => onChoose(id, isAlt.current)}>
      {content}
    </List.Item>
  )
  return (
    <Popover.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          className={styles.menu}
          aria-label={label}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          onKeyDownCapture={(event) => void (isAlt.current = event.altKey)}
          // The canvas above this component in React is not meant by its keys.
          onKeyDown={(event) => event.stopPropagation()}
          onPointerDown={(event) => event.stopPropagation()}
          onClickCapture={(event) => void (isAlt.current = event.altKey)}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            onClosed()
          }}
        >
          <List label={label} shouldFilter={false} loop value={active} onValueChange={onActive}>
            <p className={styles.says}>{says}</p>
            <List.Input className={styles.search} autoFocus placeholder={placeholder} value={query} onValueChange={onQuery} />
            <List.List className={styles.list} label={t('menu.found')}>
              {shelves.map(([heading, rows]) =>
                heading === '' ? (
                  rows.map(row)
                ) : (
                  <List.Group key={heading} heading={heading}>
                    {rows.map(row)}
                  </List.Group>
                ),
              )}
              {items.length === 0 && (
                <p className={styles.none} role="status">
                  {none}
                </p>
              )}
            </List.List>
          </List>
          {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** Items under their headings, in the order in which headings come. */
function shelvesOf(items: readonly MenuItem[]): [heading: string, items: MenuItem[]][] {
  const shelves = new Map<string, MenuItem[]>()
  for (const item of items) {
    const shelf = shelves.get(item.heading ?? '')
    if (shelf === undefined) shelves.set(item.heading ?? '', [item])
    else shelf.push(item)
  }
  return [...shelves]
}
