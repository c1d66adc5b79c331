import { useEffect, useState } from 'react'
import type { Rehearsal } from '../analyst/question'
import { useApp } from '../app/use-app'
import { useSnapshot } from '../app/use-session'
import type { Replacement } from './replacement'

/** Milliseconds of rest before an edit is tried on a copy. */
const pause = 150

/** What an edit would do; undefined until that is known. */
export function useRehearsal(replacement: Replacement): Rehearsal | undefined {
  const { analyst } = useApp()
  const { document, report } = useSnapshot()
  const [told, setTold] = useState<{ readonly of: readonly unknown[]; readonly rehearsal: Rehearsal }>()
  useEffect(() => {
    let isWanted = true
    const ask = async () => {
      const { target, scale, imgsz } = report
      const model = { name: document.path ?? '', text: document.text }
      const rehearsal = await analyst.ask({ kind: 'rehearsal', model, target, scale, imgsz, replacement })
      if (isWanted) setTold({ of: [replacement, report], rehearsal })
    }
    const timer = setTimeout(() => void ask(), pause)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [analyst, replacement, document, report])
  return told?.of[0] === replacement && told.of[1] === report ? told.rehearsal : undefined
}
