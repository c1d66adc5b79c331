import { useNodeId } from '@xyflow/react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../app/use-session'
import { useRenaming } from '../selection/renaming'
import { TitleField } from '../selection/TitleField'
import type { GroupData } from './group-nodes'
import styles from './Groups.module.css'

/** What a group is called. A click selects its rows, a double click or F2 lets the title be typed. */
export function GroupTitle({ data: { index, title, rows } }: { data: GroupData }) {
  const { t } = useTranslation()
  const session = useSession()
  const id = useNodeId()!
  const renaming = useRenaming()
  const name = title === '' ? t('group.untitled') : title
  return (
    <>
      <button
        type="button"
        className={styles.title}
        data-untitled={title === ''}
        title={name}
        aria-label={t('group.label', { title: name, count: rows.length })}
        onClick={(event) => {
          event.stopPropagation()
          session.select(rows)
        }}
        onDoubleClick={(event) => {
          event.stopPropagation()
          renaming.begin(id)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'F2') return
          event.stopPropagation()
          renaming.begin(id)
        }}
      >
        {name}
      </button>
      {renaming.id === id && (
        <TitleField
          label={t('group.rename')}
          title={title}
          placeholder={t('group.untitled')}
          onTyped={(typed) => session.setGroup(index, { title: typed })}
          onEnd={renaming.end}
        />
      )}
    </>
  )
}
