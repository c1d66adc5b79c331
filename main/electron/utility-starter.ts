/** The inference process as a utility process of Electron's: a packaged app cannot fork Node. */
import { type UtilityProcess, utilityProcess } from 'electron'
import { type ChildExit, type InferenceStarter, LastWords, inferenceEnvironment } from '../services/inference/process/inference-child'

export function utilityStarter(program: () => string): InferenceStarter {
  return {
    start() {
      const child = utilityProcess.fork(program(), [], {
        serviceName: 'Graft inference',
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, ...inferenceEnvironment },
      })
      const words = new LastWords()
      child.stderr?.setEncoding('utf8').on('data', (chunk: string) => words.add(chunk))
      let isEnded = false
      let ended: ((exit: ChildExit) => void) | null = null
      child.on('exit', (code) => {
        isEnded = true
        ended?.({ code, signal: null, lastWords: words.toString() })
        ended = null
      })
      return {
        post(message) {
          if (!isEnded) child.postMessage(message)
        },
        onMessage: (listener) => void child.on('message', listener),
        onExit: (listener) => void (ended = listener),
        kill: () => endNow(child),
      }
    },
  }
}

/** `child.kill()` asks, as SIGTERM does; a process in the middle of a run is not to be asked. */
function endNow(child: UtilityProcess): void {
  if (child.pid === undefined) child.kill()
  else process.kill(child.pid, 'SIGKILL')
}
