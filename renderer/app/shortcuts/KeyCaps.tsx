import styles from './KeyCaps.module.css'
import { keyCaps } from './press'

/** Keys as they are printed on a keyboard. */
export function KeyCaps({ keys }: { keys: string }) {
  return (
    <kbd className={styles.keys}>
      {keyCaps(keys).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </kbd>
  )
}
