import { useNodeId } from '@xyflow/react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../app/use-session'
import type { CardData } from './cards'
import { useRenaming } from './selection/renaming'
import { TitleField } from './selection/TitleField'

/** What a card is called: its title, else its block. A double click lets the title be typed. */
export function CardName({ data: { i, module, title } }: { data: CardData }) {
  const { t } = useTranslation()
  const session = useSession()
  const id = useNodeId()!
  const renaming = useRenaming()
  return (
    <>
      <b
        data-long={(title ?? module).length > 9}
        title={title === undefined ? module : `${title} (${module})`}
        onDoubleClick={(event) => {
          event.stopPropagation()
          renaming.begin(id)
        }}
      >
        {title ?? module}
      </b>
      {renaming.id === id && (
        <TitleField
          label={t('canvas.titleOf', { i })}
          title={title ?? ''}
          placeholder={module}
          onTyped={(typed) => session.setTitle(i, typed)}
          onEnd={renaming.end}
        />
      )}
    </>
  )
}
