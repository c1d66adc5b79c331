import { useRef } from 'react'
import { useApp } from '../../app/use-app'
import { useSession } from '../../app/use-session'
import { lastSelected } from '../../session'
import { AddMenu } from '../add-menu/AddMenu'
import { GraftMenu } from '../drops/GraftMenu'
import { ConnectMenu } from '../wiring/ConnectMenu'
import type { Menu } from './use-menus'

interface Props {
  readonly menu: Menu | null
  readonly onClose: () => void
  /** Gives the keyboard back to the canvas where no card is to have it. */
  readonly onGiveBack: () => void
}

/** The menu that is open over the picture. When it is gone, what it brought or began from has the keyboard. */
export function Menus({ menu, onClose, onGiveBack }: Props) {
  const session = useSession()
  const { canvas } = useApp()
  const count = useRef(0)
  const last = useRef<Menu | null>(null)
  if (last.current !== menu) {
    last.current = menu
    count.current++
  }
  const onClosed = () => {
    const row = lastSelected(session.getSnapshot())
    if (row < 0) onGiveBack()
    else canvas.tell({ kind: 'show', row })
  }
  if (menu === null) return null
  const shared = { at: menu.at, onClose, onClosed }
  switch (menu.kind) {
    case 'add':
      return <AddMenu key={count.current} place={menu.place} {...shared} />
    case 'connect':
      return <ConnectMenu key={count.current} from={menu.from} {...shared} />
    case 'graft':
      return <GraftMenu key={count.current} rows={menu.rows} {...shared} />
  }
}
