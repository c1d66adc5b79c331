import { useTranslation } from 'react-i18next'
import { PanelBoundary } from '../../panels/PanelBoundary'
import { CommandPalette } from '../../commands/CommandPalette'
import { ExportDialog } from '../../export/ExportDialog'
import { FolderDialog } from '../../preview/sources/FolderDialog'
import { CheatSheet } from '../shortcuts/CheatSheet'
import { ShortcutsDialog } from '../shortcuts/ShortcutsDialog'
import type { Template } from '../templates'
import { SessionContext } from '../use-session'
import { useApp, useStore } from '../use-app'
import type { AskedDialog } from './dialogs'
import { CompareDialog } from './CompareDialog'
import { OpenDialog } from './OpenDialog'
import { Question } from './Question'
import { SaveAsDialog } from './SaveAsDialog'
import { SettingsDialog } from './SettingsDialog'

/** The question that is asked now. One that makes a mistake goes unanswered. */
export function Dialogs({ templates }: { templates: readonly Template[] }) {
  const asked = useStore(useApp().dialogs)
  return (
    asked !== null && (
      <PanelBoundary key={asked.id} title="" onBug={() => asked.answer(null)}>
        <Dialog asked={asked} templates={templates} />
      </PanelBoundary>
    )
  )
}

function Dialog({ asked, templates }: { asked: AskedDialog; templates: readonly Template[] }) {
  const { t } = useTranslation()
  const { dialogs, connection, workspace } = useApp()
  const { capabilities } = useStore(connection)
  const cancel = () => asked.answer(null)
  const instead = (kind: 'shortcuts') => {
    cancel()
    void dialogs.ask(kind, {})
  }
  switch (asked.kind) {
    case 'close': {
      const answers = [
        { name: t('dialog.dontSave'), give: () => asked.answer('discard') },
        { name: t('action.save'), give: () => asked.answer('save'), isMain: true },
      ]
      return <Question title={t('dialog.close.title', asked.input)} text={t('dialog.close.text')} answers={answers} onCancel={cancel} />
    }
    case 'overwrite': {
      const answers = [{ name: t('notice.do.overwrite'), give: () => asked.answer(true), isMain: true }]
      const name = asked.input.path.split(/[\\/]/).at(-1)
      return (
        <Question
          title={t('dialog.overwrite.title', { name })}
          text={t('dialog.overwrite.text', asked.input)}
          answers={answers}
          onCancel={cancel}
        />
      )
    }
    case 'revert': {
      const answers = [{ name: t('dialog.revert.yes'), give: () => asked.answer(true), isMain: true }]
      return <Question title={t('dialog.revert.title', asked.input)} text={t('dialog.revert.text')} answers={answers} onCancel={cancel} />
    }
    case 'open':
      return <OpenDialog key={asked.id} {...asked.input} onAnswer={asked.answer} />
    case 'imageFolder':
      return <FolderDialog key={asked.id} onAnswer={asked.answer} />
    case 'saveAs':
      return <SaveAsDialog key={asked.id} {...asked.input} onAnswer={asked.answer} />
    case 'compare':
      return <CompareDialog {...asked.input} onAnswer={asked.answer} />
    case 'settings':
      return <SettingsDialog onClose={cancel} onShortcuts={() => instead('shortcuts')} />
    case 'commands':
      return <CommandPalette templates={templates} onClose={cancel} />
    case 'shortcuts':
      return <ShortcutsDialog onClose={cancel} />
    case 'keys':
      return <CheatSheet onClose={cancel} onChange={() => instead('shortcuts')} />
    case 'export': {
      const document = workspace.active()
      if (document === undefined || capabilities === null) return null
      return (
        <SessionContext value={document.session}>
          <ExportDialog host={connection} capabilities={capabilities} onClose={cancel} />
        </SessionContext>
      )
    }
  }
}
