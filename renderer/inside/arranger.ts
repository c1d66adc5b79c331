/** The window's end of the worker that arranges insides. What was arranged before is remembered. */
import type { Arranged, Loose } from '../../graph-core/inside/arrange'

/** What goes to the worker. */
export interface Asked {
  readonly id: number
  readonly loose: Loose
}

/** What comes back. */
export interface Told {
  readonly id: number
  readonly arranged: Arranged
}

export type Arranger = ReturnType<typeof createArranger>

/** The pictures that are remembered. */
const most = 50

/** An arranger whose worker starts with the first question. */
export function createArranger(start: () => Pick<Worker, 'postMessage' | 'onmessage' | 'onerror' | 'terminate'>) {
  const known = new Map<string, Arranged>()
  const asked = new Map<string, Promise<Arranged>>()
  const waiting = new Map<number, { readonly resolve: (arranged: Arranged) => void; readonly reject: (error: Error) => void }>()
  let worker: ReturnType<typeof start> | null = null
  let nextId = 1

  function port() {
    if (worker !== null) return worker
    worker = start()
    worker.onmessage = ({ data: { id, arranged } }: MessageEvent<Told>) => {
      waiting.get(id)?.resolve(arranged)
      waiting.delete(id)
    }
    worker.onerror = ({ message }) => {
      for (const { reject } of waiting.values()) reject(new Error(message || 'the worker that arranges insides did not start'))
      waiting.clear()
      worker = null
    }
    return worker
  }

  const ask = (loose: Loose) =>
    new Promise<Arranged>((resolve, reject) => {
      const id = nextId++
      waiting.set(id, { resolve, reject })
      port().postMessage({ id, loose } satisfies Asked)
    })

  function remember(key: string, arranged: Arranged): Arranged {
    known.set(key, arranged)
    if (known.size > most) known.delete(known.keys().next().value!)
    return arranged
  }

  return {
    /** What is known at once. */
    known: (key: string): Arranged | undefined => known.get(key),
    arrange(key: string, loose: Loose): Promise<Arranged> {
      const answer =
        asked.get(key) ??
        ask(loose)
          .then((arranged) => remember(key, arranged))
          .finally(() => asked.delete(key))
      asked.set(key, answer)
      return answer
    },
    /** Starts the worker, so that the first picture does not wait for it. */
    warmUp: (): void => void port(),
    end(): void {
      worker?.terminate()
      worker = null
    },
  }
}
