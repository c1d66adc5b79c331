import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { moduleOf, modulesOf, parametersOf, elements } from '../../graph-core/symbolic'
import { count, short } from '../app/format'
import { Breadcrumb } from './Breadcrumb'
import styles from './Inside.module.css'
import { InsideFlow } from './InsideFlow'
import { LayerPage } from './LayerPage'
import type { Inside, Opened } from './insides'
import type { Arranger } from './arranger'
import { isKeyboardFree } from './keyboard'
import { type Picture, useArranged } from './use-arranged'

interface Props {
  readonly inside: Inside
  readonly opened: Opened
  readonly arranger: Arranger
}

/** What a block does, in place of the model: to be read, not to be changed. */
export function InsideView({ inside, opened, arranger }: Props) {
  const { t } = useTranslation()
  const { levels, level, prefix, name } = opened
  const depth = levels.length - 1
  const view = useRef<HTMLElement>(null)
  const of = [prefix, ...levels.flatMap(({ node }) => node?.id ?? [])].join(' ')
  // Whoever goes in by keyboard goes on from here; whoever comes out, from the card.
  useEffect(() => {
    if (isKeyboardFree() && !view.current!.contains(document.activeElement)) view.current!.focus({ preventScroll: true })
  }, [of])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
    event.stopPropagation()
    inside.upTo(depth - 1)
  }
  return (
    <section ref={view} className={styles.view} tabIndex={-1} data-inside aria-label={t('inside.label', { name })} onKeyDown={onKeyDown}>
      <header className={styles.head}>
        <Breadcrumb opened={opened} onUp={inside.upTo} />
        <p className={styles.sum}>{sumOf(opened, t)}</p>
      </header>
      <div key={of} className={styles.body}>
        {level.inside === null ? (
          <LayerPage opened={opened} />
        ) : (
          <Drawn
            of={of}
            arranger={arranger}
            level={level.inside}
            selected={opened.selected?.id ?? null}
            onSelect={inside.select}
            onEnter={(id) => {
              if (level.inside!.nodes.some((node) => node.id === id && node.call !== undefined)) inside.enter(depth, id)
            }}
          />
        )}
      </div>
    </section>
  )
}

interface DrawnProps {
  readonly of: string
  readonly arranger: Arranger
  readonly level: Picture['inside']
  readonly selected: string | null
  readonly onSelect: (id: string | null) => void
  readonly onEnter: (id: string) => void
}

function Drawn({ of, arranger, level, ...flow }: DrawnProps) {
  const { t } = useTranslation()
  const picture = useArranged(arranger, level, of, t)
  if (picture === null) {
    return (
      <p className={styles.wait} role="status">
        {t('inside.wait')}
      </p>
    )
  }
  return <InsideFlow picture={picture} {...flow} />
}

/** `36,992 params · 1.2 G MACs`, and what only training reads. */
function sumOf({ level: { node, call, inside } }: Opened, t: ReturnType<typeof useTranslation>['t']): string {
  const params = [...parametersOf(modulesOf(call.module))].reduce((sum, { shape }) => sum + elements(shape), 0)
  const macs = inside === null ? node?.macs : inside.nodes.reduce((sum, part) => sum + part.macs, 0)
  return [
    moduleOf(call.module).definition.kind === 'layer'
      ? ''
      : t('inside.parts', { count: inside!.nodes.filter(({ kind }) => kind === 'module').length }),
    t('inside.params', { params: count(params) }),
    macs === undefined ? '' : t('inside.macs', { macs: short(macs) }),
    inside !== null && inside.unread > 0 ? t('inside.unread', { params: count(inside.unread) }) : '',
  ]
    .filter((text) => text !== '')
    .join(' · ')
}
