/** The real process that runs models, where a test can reach each one that is started and hears what it says. */
import { readFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import { type InferenceOptions, createInference } from '../inference'
import type { InferenceChild, InferenceStarter } from '../process/inference-child'
import type { Reply, RunJob } from '../process/messages'
import { testStarter } from './inference-program'
import { tinyJob } from './tiny'

interface Watched extends Partial<InferenceOptions> {
  readonly env?: Record<string, string>
  /** Called before the reply is heard. */
  readonly onReply?: (reply: Reply, pids: readonly number[]) => void
}

export async function openInference({ env = {}, onReply, ...options }: Watched = {}) {
  const starter = await testStarter({ env })
  const before = childrenOf(process.pid)
  /** Of the processes that run now, on Linux. */
  const pids = () => childrenOf(process.pid).filter((id) => !before.includes(id))
  const [children, replies, restarts]: [InferenceChild[], Reply[], string[]] = [[], [], []]
  const watched: InferenceStarter = {
    start() {
      const child = starter.start()
      children.push(child)
      const onMessage: InferenceChild['onMessage'] = (listener) =>
        child.onMessage((message) => {
          replies.push(message as Reply)
          onReply?.(message as Reply, pids())
          listener(message)
        })
      return { ...child, onMessage }
    },
  }
  const inference = createInference({ starter: watched, onRestart: (reason) => restarts.push(reason), ...options })
  onTestFinished(() => inference.close())
  /** How often a network was built. */
  const builds = () => replies.filter((reply) => reply.type === 'stage' && reply.stage === 'build').length
  return { inference, children, replies, restarts, pids, builds }
}

/** The processes that a process started, on Linux. */
export const childrenOf = (pid: number): number[] =>
  process.platform !== 'linux'
    ? []
    : readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
        .trim()
        .split(' ')
        .filter((id) => id !== '')
        .map(Number)

/** A model that takes seconds, whatever the machine, and a gigabyte. */
export const slow: RunJob = {
  ...tinyJob,
  model: {
    kind: 'text',
    name: 'slow.yaml',
    text: `nc: 3\nbackbone:\n  - [-1, 1, Conv, [256, 3, 1]]\n${'  - [-1, 1, Conv, [256, 3, 1]]\n'.repeat(12)}  - [-1, 1, Conv, [16, 3, 16]]\nhead:\n  - [[-1], 1, Detect, [nc]]\n`,
    weights: { seed: 0 },
    imgsz: [640, 640],
  },
}

/** Small enough for a GPU in software. */
export const small: RunJob = {
  ...tinyJob,
  model: {
    kind: 'text',
    name: 'small.yaml',
    text: 'nc: 3\nbackbone:\n  - [-1, 1, Conv, [8, 3, 2]]\n  - [-1, 1, Conv, [8, 3, 2]]\nhead:\n  - [[-1], 1, Detect, [nc]]\n',
    weights: { seed: 0 },
    imgsz: [64, 64],
  },
}

/** How long a busy machine may take for what is done in a moment. */
export const patience = { timeout: 20_000 }
