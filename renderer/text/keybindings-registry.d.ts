declare module 'monaco-editor/platform/keybinding/common/keybindingsRegistry' {
  /** Every key that a part of Monaco has bound, the strokes one after the other. */
  export const KeybindingsRegistry: {
    getDefaultKeybindings(): readonly {
      readonly command: string | null
      readonly keybinding: { readonly chords: readonly unknown[] } | null
    }[]
  }
}
