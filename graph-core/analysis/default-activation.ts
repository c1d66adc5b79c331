import type { ModelHeader } from '../dialects'
import { headerEntry, headerRange } from '../document/header'
import { createLocator } from '../document/issues'
import type { Document } from '../document/types'
import { type Issue, issue } from '../issues/issue'
import { type AnyModule, type Library, ShapeError } from '../symbolic'
import type { Memo } from './memo'

/** The activation that Conv takes when it is given none: `activation:` from the closed list of torch.nn's, else SiLU. */
export function defaultActivation(document: Document, header: ModelHeader, library: Library, memo: Memo, found: Issue[]): AnyModule {
  const text = header.activation ?? 'nn.SiLU()'
  let module = memo.activations.get(text)
  if (module === undefined) {
    module = readActivation(text, library)
    if (module === undefined) {
      const entry = headerEntry(document, 'activation')!
      const range = createLocator(document.text)(headerRange(document, entry))
      found.push(issue('header.activation', `activation: ${text} is no activation of torch.nn.`, { range }))
      return defaultActivation(document, { ...header, activation: undefined }, library, memo, found)
    }
    memo.activations.set(text, module)
  }
  return module
}

function readActivation(text: string, library: Library): AnyModule | undefined {
  try {
    return library.readModule(text)
  } catch (error) {
    if (error instanceof ShapeError) return undefined
    throw error
  }
}
