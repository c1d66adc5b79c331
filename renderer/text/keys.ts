/** The editor's keys where they differ from Monaco's: what the window means by a key is left to the window. */
import { KeybindingsRegistry } from 'monaco-editor/platform/keybinding/common/keybindingsRegistry'
import { monaco } from './monaco'

const { CtrlCmd, Alt } = monaco.KeyMod
const { Enter, KeyK, Period } = monaco.KeyCode

/** Commands of two strokes. All begin with Ctrl K, which opens the command palette. One is bound only when the first editor is made. */
const chorded = KeybindingsRegistry.getDefaultKeybindings()
  .flatMap(({ command, keybinding }) => (command !== null && keybinding !== null && keybinding.chords.length > 1 ? [command] : []))
  .concat('workbench.action.showHover')

monaco.editor.addKeybindingRules([
  // Ctrl Enter runs the preview, Ctrl . ends it, wherever the keyboard is.
  { keybinding: CtrlCmd | Enter, command: '-editor.action.insertLineAfter' },
  { keybinding: CtrlCmd | Period, command: '-editor.action.quickFix' },
  { keybinding: Alt | Enter, command: 'editor.action.quickFix', when: 'editorTextFocus' },
  ...[...new Set(chorded)].map((command) => ({ keybinding: CtrlCmd | KeyK, command: `-${command}` })),
])
