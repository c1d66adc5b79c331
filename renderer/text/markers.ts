/** The session's issues as marks under the text. */
import type { Issue } from '../../graph-core/issues/issue'
import { issueLines } from '../app/issue-text'
import { monaco } from './monaco'
import type { Speech } from './speech'

const severities = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
} as const

/** Marks the issues that have a place; `hasMark`: the file begins with a byte order mark, which the editor does not show. */
export function showIssues(model: monaco.editor.ITextModel, issues: readonly Issue[], hasMark: boolean, speech: Speech): void {
  const column = (line: number, written: number) => (hasMark && line === 1 ? Math.max(1, written - 1) : written)
  const markers = issues.flatMap((issue): monaco.editor.IMarkerData[] => {
    const { code, severity } = issue
    const { range } = issue.where
    if (range === undefined) return []
    const [startLineNumber, start, lastLine, end] = range
    const startColumn = column(startLineNumber, start)
    // A quote that is never closed goes on to the end of the file: the line it began in is enough to see.
    const endLineNumber = Math.min(startLineNumber, model.getLineCount())
    const endColumn = lastLine > startLineNumber ? model.getLineMaxColumn(endLineNumber) : column(lastLine, end)
    return [
      { severity: severities[severity], message: issueLines(issue, speech), code, startLineNumber, startColumn, endLineNumber, endColumn },
    ]
  })
  monaco.editor.setModelMarkers(model, 'graft', markers)
}
