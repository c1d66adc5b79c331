/** The program of the process that runs models. It talks to whoever started it: over Node's channel, or over Electron's port. */
import { builtin } from '../../../../kernels'
import { HostError } from '../../../contract/host-error'
import { isOutOfMemory, shortened } from '../devices/device-names'
import { type EngineOptions, createEngine } from '../engine'
import { createMemoryGuard } from './memory-guard'
import type { Reply, Request, Tasks } from './messages'

/** Electron's port in a utility process; its types come with Electron, which is not here. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}
const { parentPort } = process as { parentPort?: ParentPort }

const post = (reply: Reply): void => {
  if (parentPort !== undefined) parentPort.postMessage(reply)
  else process.send?.(reply)
}

let current = -1
const onDevice: EngineOptions['onDevice'] = (device, isTrial, onCpu) => post({ type: 'trying', id: current, device, isTrial, onCpu })
const onStage: EngineOptions['onStage'] = (stage) => post({ type: 'stage', id: current, stage })
const onProgress: EngineOptions['onProgress'] = (progress) => post({ type: 'progress', id: current, progress })
const engine = createEngine({ library: builtin, onDevice, onStage, onProgress })
const guard = createMemoryGuard()

async function answer({ id, task, job, refusals, memoryLimit }: Request): Promise<void> {
  current = id
  guard.limit(memoryLimit)
  try {
    const run = engine[task] as (job: Tasks[typeof task]['job'], refusals: Request['refusals']) => Promise<unknown>
    post({ type: 'answer', id, answer: await run(job, refusals) })
  } catch (error) {
    if (error instanceof HostError) post({ type: 'error', id, code: error.code, message: error.message })
    else if (error instanceof Error && isOutOfMemory(error.message)) {
      post({ type: 'error', id, code: 'inference.out-of-memory', message: `There is too little memory: ${shortened(error.message)}` })
    } else post({ type: 'bug', id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

if (parentPort !== undefined) parentPort.on('message', ({ data }) => void answer(data as Request))
else {
  process.on('message', (message) => void answer(message as Request))
  process.on('disconnect', () => process.exit()) // nobody is left to answer
}
post({ type: 'ready' })
