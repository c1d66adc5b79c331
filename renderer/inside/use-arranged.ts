import { useEffect, useMemo, useState } from 'react'
import type { TFunction } from 'i18next'
import type { Inside } from '../../graph-core/inside'
import type { Arranged } from '../../graph-core/inside/arrange'
import { looseOf } from './arrangement'
import ArrangeWorker from './arrange.worker?worker'
import { type Arranger, createArranger } from './arranger'
import { type Words, wordsOf } from './words'

/** An inside with a place for everything in it. */
export interface Picture {
  readonly inside: Inside
  readonly words: readonly Words[]
  readonly arranged: Arranged
  /** Names what is pictured: the same for the same place in the model. */
  readonly of: string
}

/** An arranger for as long as the component is there. */
export function useArranger(): Arranger {
  const [arranger] = useState(() => createArranger(() => new ArrangeWorker()))
  useEffect(() => {
    arranger.warmUp()
    return () => arranger.end()
  }, [arranger])
  return arranger
}

/** The words of an inside, and what the arranger is asked about it. */
function looseWith(inside: Inside, t: TFunction) {
  const words = inside.nodes.map((node) => wordsOf(node, t))
  const loose = looseOf(inside, words)
  return { words, loose, key: JSON.stringify(loose) }
}

/** Has an inside arranged before it is looked at. */
export function arrangeAhead(arranger: Arranger, inside: Inside, t: TFunction): void {
  const { key, loose } = looseWith(inside, t)
  if (arranger.known(key) === undefined) void arranger.arrange(key, loose)
}

/** The picture of an inside. Until another one of the same thing is arranged, the last one is shown; of a new thing nothing. */
export function useArranged(arranger: Arranger, inside: Inside, of: string, t: TFunction): Picture | null {
  const { words, loose, key } = useMemo(() => looseWith(inside, t), [inside, t])
  const [answer, setAnswer] = useState<{ readonly key: string; readonly arranged: Arranged } | null>(null)
  const arranged = answer?.key === key ? answer.arranged : arranger.known(key)

  useEffect(() => {
    if (arranger.known(key) !== undefined) return
    let isAsked = true
    void arranger.arrange(key, loose).then((found) => {
      if (isAsked) setAnswer({ key, arranged: found })
    })
    return () => {
      isAsked = false
    }
  }, [arranger, key, loose])

  const picture = useMemo(() => arranged && { inside, words, arranged, of }, [inside, words, arranged, of])
  const [last, setLast] = useState<Picture | null>(null)
  if (picture !== undefined && picture !== last) setLast(picture)
  return picture ?? (last?.of === of ? last : null)
}
