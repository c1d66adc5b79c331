import { useApp, useStore } from '../app/use-app'
import { useSession } from '../app/use-session'
import type { Preview, PreviewState } from './preview'

/** The preview of the model that is looked at, and its state after every change. */
export function usePreview(): { readonly preview: Preview; readonly state: PreviewState } {
  const preview = useApp().previews.of(useSession())
  return { preview, state: useStore(preview) }
}
