/** How the editor looks and behaves: calm, and never changing what nobody typed. */
import type { monaco } from './monaco'

export const modelOptions: monaco.editor.ITextModelUpdateOptions = {
  tabSize: 2,
  insertSpaces: true,
  trimAutoWhitespace: false,
}

export const editorOptions: monaco.editor.IStandaloneEditorConstructionOptions = {
  theme: 'graft',
  automaticLayout: true,
  fixedOverflowWidgets: true,

  // The file is the user's: nothing is reformatted, trimmed or asked about.
  detectIndentation: false,
  trimAutoWhitespace: false,
  formatOnPaste: false,
  formatOnType: false,
  unusualLineTerminators: 'off',
  autoIndent: 'full',
  copyWithSyntaxHighlighting: false,
  wordBasedSuggestions: 'off',

  fontSize: 12,
  lineHeight: 19,
  fontFamily: "ui-monospace, 'SF Mono', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace",
  padding: { top: 8, bottom: 8 },
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 14,
  glyphMargin: false,
  folding: true,
  foldingStrategy: 'indentation',
  showFoldingControls: 'mouseover',
  minimap: { enabled: false },
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  overviewRulerLanes: 2,
  renderLineHighlight: 'line',
  renderLineHighlightOnlyWhenFocus: true,
  scrollBeyondLastLine: false,
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  stickyScroll: { enabled: false },
  guides: { indentation: false },
  bracketPairColorization: { enabled: false },
  links: false,
  // What else means the row of the cursor is lit when the cursor rests, not at every key.
  occurrencesHighlight: 'singleFile',
  occurrencesHighlightDelay: 200,
  // What there is nothing of in a model's text is not looked for at every key.
  codeLens: false,
  colorDecorators: false,
  inlayHints: { enabled: 'off' },
  inlineSuggest: { enabled: false },
  // Chinese comments are full of characters that look like others.
  unicodeHighlight: { ambiguousCharacters: false },
  hover: { delay: 500 },
}
