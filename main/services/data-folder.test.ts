import { expect, test } from 'vitest'
import { dataFolder } from './data-folder'

test('each system has its own place, and GRAFT_DATA goes before all', () => {
  expect([
    dataFolder({}, 'linux', '/home/ada'),
    dataFolder({ XDG_DATA_HOME: '/data' }, 'linux', '/home/ada'),
    dataFolder({}, 'darwin', '/Users/ada'),
    dataFolder({ APPDATA: '/roaming' }, 'win32', '/users/ada'),
    dataFolder({ GRAFT_DATA: '/elsewhere', XDG_DATA_HOME: '/data' }, 'linux', '/home/ada'),
  ]).toEqual([
    '/home/ada/.local/share/graft',
    '/data/graft',
    '/Users/ada/Library/Application Support/Graft',
    '/roaming/Graft',
    '/elsewhere',
  ])
})
