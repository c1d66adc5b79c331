import { DropTip } from './drops/DropTip'
import { Menus } from './menu/Menus'
import type { Grafting } from './use-grafting'
import { GapCallout } from './wiring/GapCallout'
import { WireTip } from './wiring/WireTip'

/** What stands over the picture while rows are added and wired: words beside the hand, menus, gaps with what closes them. */
export function GraftingLayer({ grafting, onGiveBack }: { grafting: Grafting; onGiveBack: () => void }) {
  const { hover, menus } = grafting
  return (
    <>
      <GapCallout />
      <WireTip />
      {hover !== null && <DropTip hover={hover} />}
      <Menus menu={menus.menu} onClose={menus.close} onGiveBack={onGiveBack} />
    </>
  )
}
