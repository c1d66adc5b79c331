import { Check, ChevronDown } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import styles from '../app/FileMenu.module.css'
import { useApp, useStore } from '../app/use-app'
import { panelIds } from './panels'

/** Which panels are shown, and the way back to the first arrangement. */
export function ViewMenu() {
  const { t } = useTranslation()
  const { panels: layout } = useApp()
  const shown = useStore(layout)
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={styles.trigger}>
        {t('menu.view')}
        <ChevronDown size={14} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="start" sideOffset={6}>
          {panelIds.map((id) => (
            <DropdownMenu.CheckboxItem
              key={id}
              className={styles.item}
              checked={shown.has(id)}
              onCheckedChange={() => layout.toggle(id)}
              onSelect={(event) => event.preventDefault()}
            >
              {t(`panel.${id}`)}
              <DropdownMenu.ItemIndicator>
                <Check size={14} aria-hidden />
              </DropdownMenu.ItemIndicator>
            </DropdownMenu.CheckboxItem>
          ))}
          <DropdownMenu.Separator className={styles.line} />
          <DropdownMenu.Item className={styles.item} onSelect={() => layout.reset()}>
            {t('action.resetPanels')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
