import { Check, Columns3 } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import menu from '../app/FileMenu.module.css'
import { useApp } from '../app/use-app'
import styles from './SummaryPanel.module.css'
import { canBeHidden, shownColumns } from './columns'

interface Props {
  readonly hidden: readonly string[]
  /** A column there is nothing in. */
  readonly without: string | undefined
}

/** Which columns the layer table has. */
export function ColumnChooser({ hidden, without }: Props) {
  const { t } = useTranslation()
  const { settings } = useApp()
  const toggle = (id: string) =>
    settings.set({ hiddenColumns: hidden.includes(id) ? hidden.filter((each) => each !== id) : [...hidden, id] })
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={styles.chooser} aria-label={t('summary.columns')} title={t('summary.columns')}>
        <Columns3 size={14} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={menu.menu} align="end" sideOffset={4} collisionPadding={6}>
          {shownColumns([])
            .filter((id) => canBeHidden(id) && id !== without)
            .map((id) => (
              <DropdownMenu.CheckboxItem
                key={id}
                className={menu.item}
                checked={!hidden.includes(id)}
                onCheckedChange={() => toggle(id)}
                onSelect={(event) => event.preventDefault()}
              >
                {t(`summary.${id}`)}
                <DropdownMenu.ItemIndicator>
                  <Check size={14} aria-hidden />
                </DropdownMenu.ItemIndicator>
              </DropdownMenu.CheckboxItem>
            ))}
          <DropdownMenu.Separator className={menu.line} />
          <DropdownMenu.Item className={menu.item} onSelect={() => settings.set({ hiddenColumns: [] })}>
            {t('summary.allColumns')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
