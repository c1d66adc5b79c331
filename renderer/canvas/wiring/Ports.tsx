import { Handle } from '@xyflow/react'
import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Ports.module.css'
import type { Port } from './ports'
import { outcomeAt, portKey } from './wire'
import { WireContext } from './wire-context'

interface Props {
  readonly i: number
  readonly ports: readonly Port[]
  /** How many inputs have links; one more is free. */
  readonly slots: number
}

/** Where wires are pulled out of a card and dropped on it. While a wire is held, those it may go to glow and the others step back. */
export function Ports({ i, ports, slots }: Props) {
  const { t } = useTranslation()
  const held = useContext(WireContext)
  const isOwn = held !== null && i === (held.wire.seeks === 'input' ? held.wire.from : held.wire.to)
  const outcome = held === null || isOwn ? undefined : (outcomeAt(held, i, ports) ?? 'refused')
  const glow = ({ type, id }: Port) => {
    if (held === null || isOwn || (held.wire.seeks === 'input') !== (type === 'target')) return undefined
    return held.targets.get(portKey(i, type === 'target' ? Number(id) : 'out'))?.outcome
  }
  const nameOf = ({ type, id }: Port) =>
    type === 'source' ? t('canvas.output', { i }) : Number(id) < slots ? t('canvas.input', { i, slot: id }) : t('canvas.freeInput', { i })
  return (
    <>
      {outcome !== undefined && <span className={styles.veil} data-wire={outcome} />}
      {ports.map((port) => (
        <Handle
          key={port.id}
          id={port.id}
          type={port.type}
          position={port.position}
          className={styles.port}
          style={{ left: port.x, top: port.y }}
          role="img"
          aria-label={nameOf(port)}
          aria-hidden={port.id.startsWith('out-') || undefined}
          data-wire={glow(port)}
          data-free={(port.type === 'target' && Number(port.id) >= slots) || undefined}
        />
      ))}
    </>
  )
}
