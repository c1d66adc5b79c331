import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where settings, recent files and journals of this user lie, as each system has it. `GRAFT_DATA` names another place. */
export function dataFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  if (env['GRAFT_DATA']) return env['GRAFT_DATA']
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Graft')
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Graft')
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'graft')
}
