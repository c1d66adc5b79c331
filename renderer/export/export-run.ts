/** One export at a time, from the click to the file: what the dialog shows of it. */
import type { Progress } from '../../main/contract/call'
import type { Capabilities, ExportFormat, Finding, ModelSource, OnnxChoices } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import { type Caller, download } from '../app/bulk'
import { createStore } from '../store'

export interface ExportedFile {
  readonly name: string
  /** Null for one that went to the browser's downloads. */
  readonly path: string | null
  readonly bytes: number
}

export type ExportState =
  | { readonly status: 'idle' }
  | { readonly status: 'running'; readonly progress: Progress | null }
  /** No file: an issue says why. */
  | { readonly status: 'done'; readonly files: readonly ExportedFile[]; readonly issues: readonly Finding[] }
  | { readonly status: 'failed'; readonly error: HostError }

export interface ExportOrder {
  readonly model: ModelSource
  readonly format: ExportFormat
  readonly onnx: OnnxChoices
  readonly name: string
}

export type ExportRun = ReturnType<typeof createExportRun>

export function createExportRun(host: Caller, capabilities: Capabilities) {
  const { subscribe, getSnapshot, set } = createStore<ExportState>({ status: 'idle' })
  let controller: AbortController | null = null

  return {
    subscribe,
    getSnapshot,

    async start({ model, format, onnx, name }: ExportOrder): Promise<void> {
      const own = (controller = new AbortController())
      const isCurrent = () => controller === own
      set({ status: 'running', progress: null })
      const to = capabilities.hasDialogs ? ({ ask: true, suggestedName: name } as const) : ({ download: true, name } as const)
      const input = { model, format, to, ...(format === 'onnx' ? { onnx } : {}) }
      const onProgress = (progress: Progress) => {
        if (isCurrent()) set({ status: 'running', progress })
      }
      try {
        const result = await host.call('export.write', input, { signal: own.signal, onProgress })
        if (!isCurrent()) return
        for (const { handle, name: file } of result?.files ?? []) if (handle !== null) download(capabilities, handle, file)
        set(result === null ? { status: 'idle' } : { status: 'done', ...result })
      } catch (error) {
        if (own.signal.aborted || !isCurrent()) return
        if (!(error instanceof HostError)) throw error
        set({ status: 'failed', error })
      }
    },

    /** Gives the export under way up; no file is left of it. */
    cancel: (): void => {
      controller?.abort()
      controller = null
      set({ status: 'idle' })
    },
  }
}
