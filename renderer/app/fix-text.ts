import type { TFunction } from 'i18next'
import { dialectOf } from '../../graph-core/dialects'
import type { Fix } from '../../graph-core/issues/fix'
import { printArg } from '../../graph-core/symbolic'

/** What doing a fix is called. */
export const fixText = (fix: Fix, t: TFunction): string => t(`fix.${fix.kind}`, wordsOf(fix))

/** What the text names. */
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
