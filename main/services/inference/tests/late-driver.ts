/** A driver for Vulkan that is installed while the app runs. */
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { webgpuEnvironment } from '../../../../scripts/environment.mjs'
import { temporaryFolder } from '../../../../tests/temporary-folder'

/** The environment of a process that looks for the driver where there is none before `install`. */
export function lateDriver() {
  const { VK_ICD_FILENAMES: real, ...rest } = webgpuEnvironment()
  const file = join(temporaryFolder(), 'driver.json')
  return {
    env: { ...rest, VK_ICD_FILENAMES: file },
    install() {
      const text = JSON.parse(readFileSync(real, 'utf8')) as { ICD: { library_path: string } }
      const library = resolve(dirname(real), text.ICD.library_path)
      writeFileSync(file, JSON.stringify({ ...text, ICD: { ...text.ICD, library_path: library } }))
    },
  }
}
