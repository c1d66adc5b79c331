/** The window's end of the worker that reads models: one question at a time, what was asked for by hand before what is merely in view. */
import type { Answer, Question } from './question'

/** What goes to the worker. */
export interface Asked {
  readonly id: number
  readonly question: Question
}

/** What comes back. */
export type Told = { readonly id: number } & ({ readonly answer: Answer<Question> } | { readonly error: string })

/** What is used of a worker. */
export type WorkerPort = Pick<Worker, 'postMessage' | 'onmessage' | 'onerror'>

export type Analyst = ReturnType<typeof createAnalyst>

interface Waiting extends Asked {
  readonly resolve: (answer: Answer<Question>) => void
  readonly reject: (error: Error) => void
}

/** An analyst whose worker starts with the first question. */
export function createAnalyst(start: () => WorkerPort) {
  let worker: WorkerPort | null = null
  let waiting: Waiting[] = []
  let current: Waiting | undefined
  let nextId = 1

  function next(): void {
    current = waiting.shift()
    if (current !== undefined) port().postMessage({ id: current.id, question: current.question } satisfies Asked)
  }

  function port(): WorkerPort {
    if (worker !== null) return worker
    worker = start()
    worker.onmessage = ({ data }: MessageEvent<Told>) => {
      if (current?.id !== data.id) throw new Error(`expected an answer to ${current?.id}, got one to ${data.id}`)
      if ('error' in data) current.reject(new Error(data.error))
      else current.resolve(data.answer)
      next()
    }
    // A worker that cannot be loaded answers nothing, ever.
    worker.onerror = ({ message }) => {
      for (const each of [current, ...waiting]) each?.reject(new Error(message || 'the worker that reads models did not start'))
      ;[current, waiting, worker] = [undefined, [], null]
    }
    return worker
  }

  return {
    ask<Q extends Question>(question: Q): Promise<Answer<Q>> {
      return new Promise((resolve, reject) => {
        const asked: Waiting = { id: nextId++, question, resolve: resolve as Waiting['resolve'], reject }
        waiting = question.kind === 'picture' ? [...waiting, asked] : [asked, ...waiting]
        if (current === undefined) next()
      })
    },
  }
}
