import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type InsideNode, joinPath } from '../../graph-core/inside'
import { shapesText } from '../../graph-core/inside/label'
import { moduleOf, printArg } from '../../graph-core/symbolic'
import { Facts } from '../app/Facts'
import { aboutText } from '../app/about-text'
import { count, short } from '../app/format'
import styles from './Inside.module.css'
import { Tensors } from './Tensors'
import type { Opened } from './insides'
import { useInside } from './use-inside'
import { definitionOf, kindOf, wordsOf } from './words'

/** The selected part of an inside: what it is called, takes, gives, holds and costs. */
export function PartFacts({ opened, node }: { readonly opened: Opened; readonly node: InsideNode }) {
  const { t, i18n } = useTranslation()
  const { inside } = useInside()
  const { level, levels, prefix } = opened
  const { title } = wordsOf(node, t)
  const definition = definitionOf(node)
  const about = definition?.kind === 'block' ? definition.about : undefined
  const source = definition?.kind === 'layer' ? `https://pytorch.org/docs/stable/generated/torch.nn.${definition.name}.html` : about?.source
  const path = joinPath(prefix, level.path, node.path)
  const reads = level.inside!.edges.filter(({ to }) => to === node.id).map(({ shape }) => shape)
  const isComputed = node.kind === 'module' || node.kind === 'op'
  const facts: readonly (readonly [string, ReactNode])[] = [
    ...(node.path === '' ? [] : [[t('inside.path'), path] as const]),
    ...(node.kind === 'module' ? [[t('inside.type'), moduleOf(node.call!.module).definition.type] as const] : []),
    ...node.args.map(({ name, value }) => [name, printArg(value)] as const),
    ...(reads.length === 0 ? [] : [[t('inside.reads'), shapesText(reads)] as const]),
    ...(node.kind === 'output' ? [] : [[t('inside.gives'), shapesText(node.shapes)] as const]),
    ...(node.kind === 'op' || node.kind === 'output' || node.kind === 'input'
      ? []
      : [[t('inspector.params'), count(node.params)] as const]),
    ...(isComputed ? [[t('inspector.macs'), node.macs === 0 ? '0' : short(node.macs)] as const] : []),
    ...(source === undefined
      ? []
      : [
          [
            t('inspector.source'),
            <a href={source} target="_blank" rel="noreferrer">
              {source.replace(/^https?:\/\/(www\.)?/, '')}
            </a>,
          ] as const,
        ]),
  ]
  return (
    <>
      <h2>
        <i style={{ background: `var(--category-${kindOf(node)}, var(--inside-${node.kind}))` }} />
        {title}
        <small>{node.kind === 'module' ? node.path : ''}</small>
      </h2>
      {about !== undefined && <p className={styles.quiet}>{aboutText(about, i18n.language).summary}</p>}
      <p className={styles.quiet}>{node.isAgain ? t('inside.againAbout') : t('inside.readOnly', { name: opened.name })}</p>
      <Facts facts={facts} className={styles.facts} />
      {node.call !== undefined && (
        <button type="button" className={styles.enter} onClick={() => inside.enter(levels.length - 1, node.id)}>
          {t('inside.enter')}
        </button>
      )}
      {node.call !== undefined && <Tensors module={node.call.module} prefix={path} />}
      <button type="button" className={styles.enter} onClick={() => inside.select(null)}>
        {t('inside.toRow', { name: opened.name })}
      </button>
    </>
  )
}
