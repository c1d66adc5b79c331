/** The application menu. It does nothing itself: it asks the window, or names a role of the system's. */
import type { MenuItemConstructorOptions } from 'electron'
import type { AppCommand, Settings } from '../contract/host'
import { acceleratorOf } from './accelerator'
import type { Texts } from './texts'

export interface MenuOptions {
  readonly t: Texts
  readonly platform: NodeJS.Platform
  readonly recent: readonly { readonly path: string; readonly name: string }[]
  readonly hasDevTools: boolean
  /** Whose keys are shown. */
  readonly settings: Settings
  readonly command: (command: AppCommand) => void
  readonly openFile: (path: string) => void
  readonly clearRecent: () => void
  readonly showDataFolder: () => void
}

export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { t, platform, recent, hasDevTools } = options
  const isMac = platform === 'darwin'
  // Shown, not registered: the page hears its own keys, and must not hear them twice.
  const item = (command: AppCommand): MenuItemConstructorOptions => ({
    id: command,
    label: t(`action.${command}`),
    accelerator: acceleratorOf(command, options.settings),
    registerAccelerator: false,
    click: () => options.command(command),
  })
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const settings = item('settings')
  const recentFiles: MenuItemConstructorOptions = {
    label: t('desktop.openRecent'),
    enabled: recent.length > 0,
    submenu: [
      ...recent.slice(0, 10).map(({ path, name }) => ({ label: name, sublabel: path, toolTip: path, click: () => options.openFile(path) })),
      line,
      { label: t('recent.clear'), click: options.clearRecent },
    ],
  }
  const file: MenuItemConstructorOptions = {
    label: t('desktop.file'),
    submenu: [
      item('new'),
      item('open'),
      recentFiles,
      line,
      item('save'),
      item('saveAs'),
      item('saveAll'),
      line,
      item('export'),
      line,
      item('closeTab'),
      ...(isMac ? [] : [line, settings, line, { role: 'quit' as const, label: t('desktop.quit') }]),
    ],
  }
  const edit: MenuItemConstructorOptions = {
    label: t('desktop.edit'),
    submenu: [
      item('undo'),
      item('redo'),
      line,
      { role: 'cut', label: t('desktop.cut') },
      { role: 'copy', label: t('desktop.copy') },
      { role: 'paste', label: t('desktop.paste') },
      { role: 'selectAll', label: t('desktop.selectAll') },
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: t('desktop.view'),
    submenu: [
      { role: 'resetZoom', label: t('desktop.actualSize') },
      { role: 'zoomIn', label: t('desktop.larger') },
      { role: 'zoomOut', label: t('desktop.smaller') },
      line,
      { role: 'togglefullscreen', label: t('desktop.fullScreen') },
      ...(hasDevTools ? [line, { role: 'toggleDevTools' as const, label: t('desktop.devTools') }] : []),
    ],
  }
  const help: MenuItemConstructorOptions = {
    role: 'help',
    label: t('desktop.help'),
    submenu: [
      { label: t('desktop.dataFolder'), click: options.showDataFolder },
      ...(isMac ? [] : [{ role: 'about' as const, label: t('desktop.about') }]),
    ],
  }
  const app: MenuItemConstructorOptions = {
    label: 'Graft',
    submenu: [
      { role: 'about', label: t('desktop.about') },
      line,
      settings,
      line,
      { role: 'services' },
      line,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      line,
      { role: 'quit', label: t('desktop.quit') },
    ],
  }
  return [...(isMac ? [app] : []), file, edit, view, ...(isMac ? [{ role: 'windowMenu' as const }] : []), help]
}
