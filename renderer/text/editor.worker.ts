/** Monaco's own worker: word search and differences, away from the window. */
import 'monaco-editor/editor/editor.worker'
