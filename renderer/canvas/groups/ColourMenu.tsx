import { DropdownMenu } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../app/use-session'
import { colourOf, groupColourNames } from './frames'
import styles from './Groups.module.css'

/** The colours a group may have. */
export function ColourMenu({ index, colour }: { index: number; colour: string }) {
  const { t } = useTranslation()
  const session = useSession()
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className={styles.button} data-quiet aria-label={t('group.colour')} title={t('group.colour')}>
        <span className={styles.swatch} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.colours} sideOffset={4}>
          <DropdownMenu.RadioGroup value={colour} onValueChange={(chosen) => session.setGroup(index, { colour: chosen })}>
            {groupColourNames.map((name) => (
              <DropdownMenu.RadioItem
                key={name}
                value={name}
                className={styles.colour}
                style={{ '--colour': colourOf(name) }}
                aria-label={t(`group.colours.${name}`)}
                title={t(`group.colours.${name}`)}
              >
                <span className={styles.swatch} />
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
