/** What an issue proposes, as the editor's quick fixes. Each is a command of the session, never an edit of the text. */
import type { Fix } from '../../graph-core/issues/fix'
import { fixText } from '../app/fix-text'
import { issueLines } from '../app/issue-text'
import type { Session } from '../session'
import { monaco } from './monaco'
import type { Speech } from './speech'

/** Offers the fixes of the issues that are marked in a range. */
export function offerFixes(
  editor: monaco.editor.IStandaloneCodeEditor,
  model: monaco.editor.ITextModel,
  session: Session,
  speech: Speech,
): monaco.IDisposable {
  const command = editor.addCommand(0, (_, fix: Fix) => session.applyFix(fix))
  return monaco.languages.registerCodeActionProvider(
    'yaml',
    {
      provideCodeActions(asked, _, { markers }) {
        const isMarked = asked === model ? markers.map(({ code }) => code) : []
        const actions = session.getSnapshot().issues.flatMap((issue) => {
          const { code, fixes = [] } = issue
          const diagnostics = markers.filter((marker) => marker.code === code && marker.message === issueLines(issue, speech))
          if (command === null || !isMarked.includes(code) || diagnostics.length === 0) return []
          return fixes.map((fix, k): monaco.languages.CodeAction => {
            const title = fixText(fix, speech.t)
            return { title, kind: 'quickfix', diagnostics, isPreferred: k === 0, command: { id: command, title, arguments: [fix] } }
          })
        })
        return { actions, dispose: () => undefined }
      },
    },
    { providedCodeActionKinds: ['quickfix'] },
  )
}
