import { ChevronDown } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import styles from './FileMenu.module.css'
import { type ActionId, canRun, runAction } from './actions'
import { useKeys } from './shortcuts'
import { useApp } from './use-app'

/** What concerns whole models, in groups. */
const groups: readonly (readonly ActionId[])[] = [
  ['new', 'newEmpty', 'open'],
  ['save', 'saveAs', 'saveAll', 'revert'],
  ['export'],
  ['settings'],
  ['closeTab'],
]

/** Files, for the face that has no menu of the system's. */
export function FileMenu() {
  const { t } = useTranslation()
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={styles.trigger}>
        {t('menu.file')}
        <ChevronDown size={14} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="start" sideOffset={6}>
          {groups.map((group, k) => (
            <DropdownMenu.Group key={group[0]}>
              {k > 0 && <DropdownMenu.Separator className={styles.line} />}
              {group.map((id) => (
                <Item key={id} id={id} />
              ))}
            </DropdownMenu.Group>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Item({ id }: { id: ActionId }) {
  const { t } = useTranslation()
  const app = useApp()
  const keys = useKeys(id)
  return (
    <DropdownMenu.Item className={styles.item} disabled={!canRun(app, id)} onSelect={() => runAction(app, id)}>
      {t(`action.${id}`)}
      {keys !== undefined && <kbd>{keys}</kbd>}
    </DropdownMenu.Item>
  )
}
