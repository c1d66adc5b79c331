/** What an edit would do, found by doing it to a copy of the model. */
import type { Issue } from '../../graph-core/issues/issue'
import type { Library } from '../../graph-core/symbolic'
import { replace } from '../find/replacement'
import { createSession } from '../session'
import type { Rehearsal, RehearsalQuestion } from './question'

export function rehearse(library: Library, { model, target, scale, imgsz, replacement }: RehearsalQuestion): Rehearsal {
  const copy = createSession({ host: { save: () => Promise.resolve(undefined) }, library, defaults: () => ({ target }) })
  copy.open(model.text, model.name)
  const opened = copy.getSnapshot().report
  if (opened.scale !== scale) copy.setScale(scale)
  if (String(opened.imgsz) !== String(imgsz)) copy.setImageSize(imgsz)
  const before = copy.getSnapshot()
  const known = new Set(before.issues.filter(isError).map(({ message }) => message))
  replace(copy, replacement)
  const { report, issues, refusal, notice } = copy.getSnapshot()
  return {
    before: before.report.totals,
    after: report.fused === null ? null : report.totals,
    refusal,
    notice,
    errors: issues.filter((each) => isError(each) && !known.has(each.message)),
  }
}

const isError = ({ severity }: Issue) => severity === 'error'
