/**
 * Monaco with what a model file needs of it and nothing else, its workers and its YAML. A page has one: this module is it. Loaded late, by
 * `load-monaco.ts`.
 */
import * as monaco from 'monaco-editor/editor'
import 'monaco-editor/features/anchorSelect/register'
import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/caretOperations/register'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/codeAction/register'
import 'monaco-editor/features/codeEditor/register'
import 'monaco-editor/features/codicon/register'
import 'monaco-editor/features/comment/register'
import 'monaco-editor/features/contextmenu/register'
import 'monaco-editor/features/cursorUndo/register'
import 'monaco-editor/features/dnd/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/folding/register'
import 'monaco-editor/features/gotoError/register'
import 'monaco-editor/features/gotoLine/register'
import 'monaco-editor/features/gotoSymbol/register'
import 'monaco-editor/features/hover/register'
import 'monaco-editor/features/lineSelection/register'
import 'monaco-editor/features/linesOperations/register'
import 'monaco-editor/features/longLinesHelper/register'
import 'monaco-editor/features/multicursor/register'
import 'monaco-editor/features/parameterHints/register'
import 'monaco-editor/features/referenceSearch/register'
import 'monaco-editor/features/smartSelect/register'
import 'monaco-editor/features/snippet/register'
// Its feature registers the suggestions inside the line only, without the list.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController'
import 'monaco-editor/features/toggleTabFocusMode/register'
import 'monaco-editor/features/tokenization/register'
import 'monaco-editor/features/wordHighlighter/register'
import 'monaco-editor/features/wordOperations/register'
import { type MonacoYaml, configureMonacoYaml } from 'monaco-yaml'
import EditorWorker from './editor.worker?worker'
import YamlWorker from './yaml.worker?worker'

export { monaco }

self.MonacoEnvironment = { getWorker: () => new EditorWorker() }

interface WorkerRequest {
  readonly createData: unknown
}

/** monaco-yaml asks for a worker by name; today's Monaco wants the worker itself, which expects one message before its data. */
const createYamlWorker = ({ createData }: WorkerRequest) => {
  const worker = new YamlWorker()
  worker.postMessage('ignore')
  worker.postMessage(createData)
  return monaco.editor.createWebWorker({ worker })
}

/** Completion, hover and folding of the file as a whole. What is wrong with it is said by our own issues alone. */
export const yaml: MonacoYaml = configureMonacoYaml(
  { ...monaco, editor: { ...monaco.editor, createWebWorker: createYamlWorker } } as unknown as Parameters<typeof configureMonacoYaml>[0],
  { validate: false, format: { enable: false }, enableSchemaRequest: false, hoverAnchor: false, schemas: [] },
)
