import type { Capabilities } from '../../../main/contract/host'

/** What a host says that can do nothing beside answering. */
export const capabilities: Capabilities = {
  version: '1',
  platform: 'linux',
  hasDialogs: false,
  canShowInFolder: false,
  folders: [],
  bulkUrl: '/bulk/',
  startFiles: [],
}
