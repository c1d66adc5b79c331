import { useTranslation } from 'react-i18next'
import { dialectOf } from '../../graph-core/dialects'
import type { Fix } from '../../graph-core/issues/fix'
import { printArg } from '../../graph-core/symbolic'
import styles from './FixButtons.module.css'
import { useSession } from './use-session'

/** What can be done about an issue, a button each. */
export function FixButtons({ fixes }: { fixes: readonly Fix[] | undefined }) {
  const { t } = useTranslation()
  const session = useSession()
  if (fixes === undefined) return null
  return (
    <span className={styles.fixes}>
      {fixes.map((fix, k) => (
        <button key={k} type="button" onClick={() => session.applyFix(fix)}>
          {t(`fix.${fix.kind}`, wordsOf(fix))}
        </button>
      ))}
    </span>
  )
}

/** What the button's text names. */
function wordsOf(fix: Fix): Record<string, string> {
  switch (fix.kind) {
    case 'target':
      return { target: dialectOf(fix.target)?.title ?? fix.target }
    case 'replaceModule':
      return { module: fix.module }
    case 'setArg':
      return { arg: String(fix.arg), value: printArg(fix.value) }
    case 'connect':
      return { from: `#${fix.from}` }
    case 'insert':
      return { module: fix.args.length === 0 ? fix.module : `${fix.module} ${printArg(fix.args)}` }
  }
}
