/** Shows an address to the user, in the best way that works here. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { type Opener, type System, chooseOpeners } from './opener'

/** A browser that fails does so within this time; one that runs on has opened its window. */
const failsWithinMs = 2000

/** This machine. */
export const thisSystem = (): System => ({
  platform: process.platform,
  env: process.env,
  home: homedir(),
  isRoot: process.getuid?.() === 0,
  exists: existsSync,
})

/** Opens the address; how, or null where nothing here could. */
export async function openAddress(url: string, system: System = thisSystem()): Promise<Opener['kind'] | null> {
  for (const opener of chooseOpeners(url, system)) if (await run(opener, system.env)) return opener.kind
  return null
}

/** The program goes on by itself, whatever becomes of ours. */
function run({ command, args }: Opener, env: System['env']): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { detached: true, stdio: 'ignore', env })
    const patience = setTimeout(() => resolve(true), failsWithinMs)
    const end = (isOpen: boolean) => {
      clearTimeout(patience)
      resolve(isOpen)
    }
    child.on('error', () => end(false))
    child.on('exit', (code) => end(code === 0))
    child.unref()
  })
}
