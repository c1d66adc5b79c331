import type { Host } from '../session'

/** A host without a disk: what is saved is kept as long as the page is open. */
export function createMemoryHost(): Host & { readonly files: ReadonlyMap<string, string> } {
  const files = new Map<string, string>()
  return {
    files,
    async save({ path, text }) {
      const name = path ?? 'untitled.yaml'
      files.set(name, text)
      return { path: name }
    },
  }
}
