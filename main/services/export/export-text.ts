/** Text forms of a model: YAML without our own key, Python, and tables. */
import { type BuiltModel, type Report } from '../../../graph-core/analysis'
import { apply } from '../../../graph-core/document/diff'
import { setHeader } from '../../../graph-core/document/commands/header'
import { headerEntry } from '../../../graph-core/document/header'
import type { Document } from '../../../graph-core/document/types'
import { csvTable, markdownTable } from '../../../graph-core/exporters/table'
import { printModel } from '../../../graph-core/torch'

/** What a text form is made from. The model is built without errors where the form needs it to be. */
export interface TextSource {
  readonly document: Document
  readonly model: BuiltModel
  readonly report: Report
}

export interface TextFormat {
  /** Whether the model must be free of errors. */
  readonly needsModel: boolean
  print(source: TextSource): string
}

/** The model file without the `graft:` key; every other byte as the user wrote it. */
function cleanYaml(document: Document): string {
  if (headerEntry(document, 'graft') === undefined) return document.text
  const removed = setHeader(document, ['graft'], undefined)
  if (!removed.ok) throw new Error(`expected the graft: key to be removable: ${removed.issue.message}`)
  return apply(document, removed.diff).text
}

/** Every text form by the name `export --format` takes. */
export const textFormats: { readonly [format: string]: TextFormat } = {
  yaml: { needsModel: false, print: ({ document }) => cleanYaml(document) },
  python: { needsModel: true, print: ({ model, report }) => printModel(model, { imgsz: report.imgsz, name: report.name }) },
  md: { needsModel: false, print: ({ report }) => markdownTable(report) },
  csv: { needsModel: false, print: ({ report }) => csvTable(report) },
}
