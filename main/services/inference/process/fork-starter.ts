/** The inference process as a child of Node's, for the web face and the command line. */
import { fork } from 'node:child_process'
import { HostError } from '../../../contract/host-error'
import { builtProgram } from '../../built-program'
import { type ChildExit, type InferenceStarter, LastWords, inferenceEnvironment } from './inference-child'

export interface ForkOptions {
  /** The built program; default: the one beside this program. */
  readonly program?: string
  readonly env?: Readonly<Record<string, string>>
}

/** The built program. Throws HostError `inference.unavailable` where it is not there. */
export function inferenceProgram(): string {
  const found = builtProgram('inference-process.js')
  if (found === null) throw new HostError('inference.unavailable', 'The program that runs models was not built.')
  return found
}

/** Starts the program with Node's `fork`. */
export function forkStarter({ program, env = {} }: ForkOptions = {}): InferenceStarter {
  return {
    start() {
      const child = fork(program ?? inferenceProgram(), [], {
        serialization: 'advanced',
        execArgv: [],
        env: { ...process.env, ...inferenceEnvironment, ...env },
        // Drivers write to standard error as they please; none of it reaches the user's terminal.
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      })
      const words = new LastWords()
      child.stderr?.setEncoding('utf8').on('data', (chunk: string) => words.add(chunk))
      let ended: ((exit: ChildExit) => void) | null = null
      const end = (code: number | null, signal: string | null, lastWords: string) => {
        ended?.({ code, signal, lastWords })
        ended = null
      }
      child.on('error', (error) => end(null, null, error.message))
      // After `exit` its last words may still be on their way; `close` comes after them.
      child.on('close', (code, signal) => end(code, signal, words.toString()))
      return {
        post(message) {
          if (child.connected) child.send(message as object, () => undefined)
        },
        onMessage: (listener) => void child.on('message', listener),
        onExit: (listener) => void (ended = listener),
        kill: () => void child.kill('SIGKILL'),
      }
    },
  }
}
