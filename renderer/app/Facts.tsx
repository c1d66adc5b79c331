import type { ReactNode } from 'react'
import styles from './Facts.module.css'

interface Props {
  /** Terms and what is said of them, in this order. */
  readonly facts: readonly (readonly [term: string, said: ReactNode])[]
  /** What surrounds them. */
  readonly className?: string | undefined
}

/** What something is and has, a line a fact. */
export const Facts = ({ facts, className = '' }: Props) => (
  <dl className={`${styles.facts} ${className}`}>
    {facts.map(([term, said]) => (
      <div key={term}>
        <dt>{term}</dt>
        <dd>{said}</dd>
      </div>
    ))}
  </dl>
)
