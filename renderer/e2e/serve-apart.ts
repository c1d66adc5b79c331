/** The server as a process of its own, which can be killed as a crash would. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { rendererFolder } from './app'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Apart {
  readonly startUrl: string
  /** Ends it without any warning. */
  kill(): Promise<void>
}

/** Builds the program; `start` runs it on these folders. */
export async function serveApart(dataFolder: string, files: string) {
  const folder = mkdtempSync(join(tmpdir(), 'graft-apart-'))
  const program = join(folder, 'serve.mjs')
  await build({
    absWorkingDir: root,
    entryPoints: ['renderer/e2e/serve-program.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['onnxruntime-node', 'sharp'],
    // Bundled CommonJS packages call `require` for Node's built-ins.
    banner: { js: "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)" },
  })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  const running = new Set<ChildProcess>()
  return {
    async start(): Promise<Apart> {
      const child = spawn(process.execPath, [program, dataFolder, await rendererFolder(), files], { stdio: ['ignore', 'pipe', 'inherit'] })
      running.add(child)
      const [startUrl] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
      return {
        startUrl,
        async kill() {
          running.delete(child)
          child.kill('SIGKILL')
          await once(child, 'exit')
        },
      }
    },
    close() {
      for (const child of running) child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
