/**
 * The process that runs models, as the host sees it. onnxruntime blocks its thread, and a driver may take its process along, so models run in a
 * child that can be ended at any moment. Each face starts it in its own way: Node forks, Electron has utility processes. The program is
 * `process.ts`, built to `services/inference-process.js`.
 */

/** How the process ended. */
export interface ChildExit {
  readonly code: number | null
  readonly signal: string | null
  /** What it wrote to standard error about its end; empty where it wrote nothing. */
  readonly lastWords: string
}

/** A running process. Messages are plain data, typed arrays included, as structured clone and Node's `advanced` serialization carry them. */
export interface InferenceChild {
  /** Sends a message; one that has ended loses it. */
  post(message: unknown): void
  /** Called once, before anything is posted. */
  onMessage(listener: (message: unknown) => void): void
  /** Called once, before anything is posted. The listener hears of the end once, however it came, also when the process could not be started. */
  onExit(listener: (exit: ChildExit) => void): void
  /** Ends it at once, in the middle of a run too, as SIGKILL does. */
  kill(): void
}

/** Starts the process: when it is first needed, and again after it died. */
export interface InferenceStarter {
  /** Throws HostError `inference.unavailable` where there is no program to start. */
  start(): InferenceChild
}

/**
 * What every starter gives the process beside its own environment. onnxruntime reports sessions and models to its makers and leaves files of that behind
 * unless it is told not to before it is loaded; what people design stays on their machine.
 */
export const inferenceEnvironment = { ORT_DISABLE_TELEMETRY: '1', ORT_TELEMETRY_DISABLED: '1' } as const

/** What a process wrote to standard error, as far as it may tell why it ended. Drivers and onnxruntime write there also when all is well. */
export class LastWords {
  private text = ''

  add(chunk: string): void {
    this.text = (this.text + chunk).slice(-20_000)
  }

  /** The last line that is said at the end of a program; empty where there is none. */
  toString(): string {
    const lines = this.text.split('\n').map((line) => line.replace(/\u001b\[[\d;]*m/g, '').trim())
    return lines.findLast((line) => /^(\w*Error\b|terminate called|what\(\)|FATAL|.*Assertion .* failed|.*out of memory)/i.test(line)) ?? ''
  }
}
