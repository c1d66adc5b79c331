/** Everything the command palette can do now, gathered from where it lives. */
import type { Settings } from '../../main/contract/host'
import { dialects } from '../../graph-core/dialects'
import { actionIds, canRun, runAction } from '../app/actions'
import type { AppModel } from '../app/app-model'
import { imageSizes } from '../app/image-sizes'
import { languages } from '../app/i18n'
import { openingOf } from '../app/find-templates'
import { familyOf } from '../app/template-groups'
import { type Template, stockOf } from '../app/templates'
import type { OpenDocument } from '../documents/document'
import { nodeTitles } from '../layout'
import { panelIds } from '../panels/panels'
import { headerOf } from '../session'
import type { Command } from './command'

/** All commands, actions first. */
export function commandsOf(app: AppModel, templates: readonly Template[]): readonly Command[] {
  const document = app.workspace.active()
  return [
    ...actionCommands(app),
    ...modelCommands(app),
    ...(document === undefined ? [] : [...rowCommands(app, document), ...viewCommands(document), ...panelCommands(app)]),
    ...templateCommands(app, templates),
    ...lookCommands(app),
  ]
}

const actionCommands = (app: AppModel): Command[] =>
  actionIds
    .filter((id) => id !== 'commands')
    .map((id) => ({
      id,
      kind: 'action',
      action: id,
      name: (t) => t(`action.${id}`),
      isEnabled: canRun(app, id),
      run: () => runAction(app, id),
    }))

/** Those that are open, and those that were. */
function modelCommands({ workspace, recent, openPath }: AppModel): Command[] {
  const { tabs, active } = workspace.getSnapshot()
  const files = tabs.map((tab) => (tab.kind === 'checkpoint' ? tab : { name: tab.getSnapshot().name, path: tab.getSnapshot().ref?.path }))
  const open = tabs.map(({ id }, at): Command => {
    const { name, path } = files[at]!
    return {
      id: `model ${path ?? name}`,
      kind: 'model',
      name: () => name,
      detail: () => path ?? '',
      isOn: id === active,
      run: () => workspace.activate(id),
    }
  })
  const others = recent.getSnapshot().filter(({ path, isMissing }) => !isMissing && !files.some((file) => file.path === path))
  return [
    ...open,
    ...others.map(({ path, name }): Command => ({
      id: `recent ${path}`,
      kind: 'recent',
      name: () => name,
      detail: () => path,
      run: () => openPath(path),
    })),
  ]
}

/** A recipe is opened beside the model it changes. */
const templateCommands = (app: AppModel, templates: readonly Template[]): Command[] =>
  templates.map((template) => {
    const { id, name, library, summary, isRecipe, text } = template
    const opening = openingOf({ template, name, text, scale: '' })
    if (!isRecipe) {
      const detail = (language: string) => [library, language.startsWith('zh') ? summary.zh : summary.en].filter(Boolean).join(' · ')
      return { id: `template ${id}`, kind: 'template', name: () => name, detail, run: () => app.openTemplate(opening) }
    }
    const stock = stockOf(template, templates)
    return {
      id: `template ${id}`,
      kind: 'recipe',
      name: (t) => t(`recipe.${familyOf(template)}.title`, { defaultValue: name }),
      detail: () => name,
      run: () => app.openCompared(opening, openingOf({ template: stock, name: stock.name, text: stock.text, scale: '' })),
    }
  })

function rowCommands({ panels, canvas }: AppModel, { session }: OpenDocument): Command[] {
  const { document, report } = session.getSnapshot()
  const titles = nodeTitles(document)
  return report.rows.map(({ i, id, module }) => ({
    id: `row ${i}`,
    kind: 'row',
    name: () => `#${i} ${module}`,
    detail: () => titles.get(id) ?? '',
    run() {
      session.select([i])
      panels.show('canvas')
      canvas.tell({ kind: 'show', row: i })
    },
  }))
}

/** What a model is looked at as. */
function viewCommands({ session }: OpenDocument): Command[] {
  const { document, report } = session.getSnapshot()
  const scales = headerOf(document, report).scales.map((scale): Command => ({
    id: `scale ${scale}`,
    kind: 'scale',
    name: (t) => `${t('bar.scale')}: ${scale}`,
    isOn: scale === report.scale,
    run: () => session.setScale(scale),
  }))
  const sizes = imageSizes.map((size): Command => ({
    id: `size ${size}`,
    kind: 'size',
    name: (t) => `${t('bar.size')}: ${size}`,
    isOn: report.imgsz.every((side) => side === size),
    run: () => session.setImageSize([size, size]),
  }))
  const targets = dialects.map(({ target: { id }, title }): Command => ({
    id: `target ${id}`,
    kind: 'target',
    name: (t) => `${t('bar.target')}: ${title}`,
    isOn: id === report.target,
    run: () => session.setTarget(id),
  }))
  return [...scales, ...targets, ...sizes]
}

const panelCommands = ({ panels }: AppModel): Command[] =>
  panelIds.map((id) => {
    const isOn = panels.getSnapshot().has(id)
    return {
      id: `panel ${id}`,
      kind: 'panel',
      name: (t) => (isOn ? t('panels.hide', { name: t(`panel.${id}`) }) : t('panels.show', { name: t(`panel.${id}`) })),
      run: () => panels.toggle(id),
    }
  })

function lookCommands({ settings }: AppModel): Command[] {
  const { theme = 'system', language = 'system' } = settings.getSnapshot()
  const themes = (['system', 'light', 'dark'] as const).map((each): Command => ({
    id: `theme ${each}`,
    kind: 'look',
    name: (t) => `${t('settings.theme.label')}: ${t(`settings.theme.${each}`)}`,
    isOn: theme === each,
    run: () => settings.set({ theme: each }),
  }))
  const spoken = (['system', ...Object.keys(languages)] as NonNullable<Settings['language']>[]).map((each): Command => ({
    id: `language ${each}`,
    kind: 'look',
    name: (t) => `${t('settings.language')}: ${each === 'system' ? t('settings.theme.system') : languages[each]}`,
    isOn: language === each,
    run: () => settings.set({ language: each }),
  }))
  return [...themes, ...spoken]
}
