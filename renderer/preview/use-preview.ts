import { useEffect } from 'react'
import { useApp, useStore } from '../app/use-app'
import { useSession, useSnapshot } from '../app/use-session'
import type { Preview, PreviewState } from './preview'
import { chosenDevice } from './previews'

/** The preview of the model that is looked at, and its state after every change. */
export function usePreview(): { readonly preview: Preview; readonly state: PreviewState } {
  const preview = useApp().previews.of(useSession())
  return { preview, state: useStore(preview) }
}

/** Milliseconds without a change after which a model is made ready. */
const pause = 800

/** Has the model made ready for its image while the user looks at the preview. */
export function usePreparing({ preview, state: { image, weights } }: ReturnType<typeof usePreview>): void {
  const text = useSnapshot((now) => now.text)
  const seenAs = useSnapshot(({ report: { target, scale, imgsz } }) => [target, scale, ...imgsz].join(' '))
  const device = chosenDevice(useStore(useApp().settings))
  useEffect(() => {
    const timer = setTimeout(() => void preview.prepare(), pause)
    return () => clearTimeout(timer)
  }, [preview, text, seenAs, image, weights, device])
}
