import { Fragment } from 'react'
import controls from '../controls.module.css'
import styles from './KeyCaps.module.css'
import { keyCaps } from './press'

/** Keys as they are printed on a keyboard. */
export function KeyCaps({ keys }: { keys: string }) {
  return (
    <kbd className={styles.keys}>
      {keyCaps(keys).map((cap, k) => (
        <Fragment key={cap}>
          {k > 0 && <span className={controls.unseen}>+</span>}
          <kbd>{cap}</kbd>
        </Fragment>
      ))}
    </kbd>
  )
}
