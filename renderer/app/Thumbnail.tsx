import type { Picture } from '../analyst/question'
import styles from './Thumbnail.module.css'

/** A model drawn small. While it is not there its room is kept. */
export function Thumbnail({ picture }: { picture: Picture | undefined }) {
  if (picture === undefined) return <span className={styles.frame} aria-hidden="true" />
  const { width, height, lanes, cards, links, graft } = picture
  return (
    <span className={styles.frame} aria-hidden="true" data-picture data-graft={graft !== undefined}>
      <svg viewBox={`0 0 ${width} ${height}`} className={styles.picture}>
        {lanes.map((lane) => (
          <rect key={lane.y} className={styles.lane} x={0} y={lane.y} width={width} height={lane.height} rx={14} />
        ))}
        <path className={styles.links} d={links} />
        {cards.map((card, i) => (
          <rect
            key={i}
            className={styles.card}
            x={card.x}
            y={card.y}
            width={card.width}
            height={card.height}
            rx={12}
            data-new={card.isNew}
            fill={`var(--category-${card.category})`}
          />
        ))}
      </svg>
    </span>
  )
}
