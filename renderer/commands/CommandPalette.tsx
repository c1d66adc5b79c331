import { Command as List } from 'cmdk'
import { Check } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Modal } from '../app/dialogs/Modal'
import { languages } from '../app/i18n'
import { type FindPinyin, loadPinyin } from '../app/pinyin'
import { KeyCaps } from '../app/shortcuts/KeyCaps'
import { keysOf } from '../app/shortcuts'
import type { Template } from '../app/templates'
import { useApp, useStore } from '../app/use-app'
import { createStore } from '../store'
import styles from './CommandPalette.module.css'
import type { Command } from './command'
import { searchCommands } from './search'
import { commandsOf } from './sources'

/** More are found by another letter. */
const most = 80

/** On the start page. */
const noModel = createStore(null)

/** Everything the window can do, by name. What is chosen is done once the palette is gone and the keyboard is back where it was. */
export function CommandPalette({ templates, onClose }: { templates: readonly Template[]; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const app = useApp()
  const [settings] = useState(app.settings.getSnapshot)
  const { recentCommands: recent = [] } = settings
  // What can be done changes with the model: a command chosen just before may still be at work.
  const model = useStore(app.workspace.active()?.session ?? noModel)
  const [query, setQuery] = useState('')
  const [marked, setMarked] = useState('')
  const [pinyin, setPinyin] = useState<{ readonly find: FindPinyin } | null>(null)
  const chosen = useRef<Command | null>(null)
  useEffect(() => void loadPinyin().then((find) => setPinyin({ find })), [])

  const entries = useMemo(() => {
    const spoken = [i18n.language, ...Object.keys(languages).filter((each) => each !== i18n.language)].map((each) => i18n.getFixedT(each))
    return commandsOf(app, templates).map((command) => ({
      id: command.id,
      command,
      names: [...new Set(spoken.map(command.name))],
      detail: command.detail?.(i18n.language) ?? '',
    }))
    // Another language or model is another list.
  }, [app, templates, model, i18n, i18n.language])
  type Entry = (typeof entries)[number]

  const isSearched = query.trim() !== ''
  const found = useMemo(() => searchCommands(entries, query, recent, pinyin?.find ?? null).slice(0, most), [entries, query, recent, pinyin])
  const lately = recent.flatMap((id) => entries.find((entry) => entry.id === id) ?? []).slice(0, 6)
  const first = (kind: Command['kind']) =>
    entries.filter(({ command }) => command.kind === kind && !lately.some(({ id }) => id === command.id))

  const listed = isSearched ? found : [...lately, ...first('action'), ...first('model'), ...first('recent')]
  const open = listed.filter(({ command }) => command.isEnabled !== false)
  const value = (open.find(({ id }) => id === marked) ?? open[0])?.id ?? ''

  const choose = (command: Command) => {
    chosen.current = command
    onClose()
  }
  const finish = () => {
    const command = chosen.current
    if (command === null) return
    app.settings.set({ recentCommands: [command.id, ...recent.filter((id) => id !== command.id)].slice(0, 20) })
    void command.run()
  }
  const item = ({ id, command, names, detail }: Entry) => {
    const [keys] = command.action === undefined ? [] : keysOf(command.action, settings)
    return (
      <List.Item key={id} value={id} className={styles.item} disabled={command.isEnabled === false} onSelect={() => choose(command)}>
        <span className={styles.name}>{names[0]}</span>
        <span className={styles.detail}>{detail}</span>
        {command.isOn && <Check size={14} role="img" aria-label={t('commands.isOn')} />}
        {keys !== undefined ? <KeyCaps keys={keys} /> : isSearched && <small>{t(`commands.kind.${command.kind}`)}</small>}
      </List.Item>
    )
  }
  return (
    <Modal title={t('action.commands')} className={styles.palette} isBare onCancel={onClose} onClosed={finish}>
      <List label={t('action.commands')} shouldFilter={false} loop value={value} onValueChange={setMarked}>
        <List.Input
          className={styles.search}
          autoFocus
          placeholder={t('commands.search')}
          value={query}
          onValueChange={(text) => {
            setQuery(text)
            setMarked('')
          }}
        />
        <List.List className={styles.list} label={t('commands.found')}>
          {isSearched ? (
            found.map(item)
          ) : (
            <>
              <List.Group heading={lately.length > 0 ? t('commands.lately') : undefined}>{lately.map(item)}</List.Group>
              <List.Group heading={t('commands.kind.action')}>{first('action').map(item)}</List.Group>
              <List.Group heading={t('commands.files')}>{[...first('model'), ...first('recent')].map(item)}</List.Group>
            </>
          )}
          <List.Empty className={styles.none}>{t('commands.none')}</List.Empty>
        </List.List>
      </List>
    </Modal>
  )
}
