import type { ModelSource } from '../../main/contract/host'
import type { Session } from '../session'

/** A session's model as the host takes it: as it is on the screen, saved or not. */
export function modelSourceOf(session: Session): ModelSource {
  const { path, text, report } = session.getSnapshot()
  return {
    name: path?.split(/[\\/]/).at(-1) ?? 'model.yaml',
    text,
    target: report.target,
    ...(report.scale === '' ? {} : { scale: report.scale }),
    imgsz: [report.imgsz[0], report.imgsz[1]],
  }
}
