/** The editor's colours: those of the window, as they are computed for its present theme. */
import { monaco } from './monaco'

const painted = {
  'editor.background': '--ground',
  'editor.foreground': '--text',
  'editorLineNumber.foreground': '--code-number-of-line',
  'editorLineNumber.activeForeground': '--text',
  'editor.lineHighlightBackground': '--code-line',
  'editor.lineHighlightBorder': '--code-line',
  'editor.selectionBackground': '--code-selection',
  'editor.inactiveSelectionBackground': '--code-selection',
  'editor.selectionHighlightBackground': '--code-match',
  'editor.wordHighlightBackground': '--code-match',
  'editor.wordHighlightTextBackground': '--code-match',
  'editor.findMatchBackground': '--code-found',
  'editor.findMatchHighlightBackground': '--code-match',
  'editor.foldBackground': '--code-line',
  'editorCursor.foreground': '--accent',
  'editorIndentGuide.background1': '--line',
  'editorIndentGuide.activeBackground1': '--line',
  'editorBracketMatch.background': '--code-match',
  'editorBracketMatch.border': '--line',
  'editorBracketHighlight.foreground1': '--text-2',
  'editorBracketHighlight.foreground2': '--text-2',
  'editorBracketHighlight.foreground3': '--text-2',
  'editorGutter.foldingControlForeground': '--text-2',
  'editorError.foreground': '--error',
  'editorWarning.foreground': '--warning',
  'editorInfo.foreground': '--category-convolution',
  'editorOverviewRuler.border': '--line',
  'editorOverviewRuler.errorForeground': '--error',
  'editorOverviewRuler.warningForeground': '--warning',
  'editorWidget.background': '--surface',
  'editorWidget.foreground': '--text',
  'editorWidget.border': '--line',
  'editorHoverWidget.background': '--surface',
  'editorHoverWidget.border': '--line',
  'editorSuggestWidget.background': '--surface',
  'editorSuggestWidget.border': '--line',
  'editorSuggestWidget.foreground': '--text',
  'editorSuggestWidget.selectedBackground': '--accent-soft',
  'editorSuggestWidget.selectedForeground': '--text',
  'editorSuggestWidget.highlightForeground': '--accent',
  'editorSuggestWidget.focusHighlightForeground': '--accent',
  'list.hoverBackground': '--surface-2',
  'list.focusBackground': '--accent-soft',
  'input.background': '--ground',
  'input.foreground': '--text',
  'input.border': '--line',
  'menu.background': '--surface',
  'menu.foreground': '--text',
  'menu.border': '--line',
  'menu.selectionBackground': '--accent-soft',
  'menu.selectionForeground': '--text',
  'menu.separatorBackground': '--line',
  'scrollbarSlider.background': '--code-slider',
  'scrollbarSlider.hoverBackground': '--code-slider',
  'scrollbarSlider.activeBackground': '--code-slider',
  'scrollbar.shadow': '--code-clear',
  'widget.shadow': '--code-shadow',
  focusBorder: '--accent',
} as const

const tokens = {
  comment: '--text-2',
  type: '--text',
  name: '--code-name',
  number: '--code-number',
  keyword: '--code-number',
  operators: '--text-2',
  delimiter: '--text-2',
} as const

/** Gives the editor the window's colours, now and whenever they change; returns what ends it. */
export function followTheme(element: HTMLElement): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const isDark = brightness(colourOf(element, '--ground')) < 128
    monaco.editor.defineTheme('graft', {
      base: isDark ? 'vs-dark' : 'vs',
      inherit: true,
      colors: Object.fromEntries(Object.entries(painted).map(([name, variable]) => [name, colourOf(element, variable)])),
      rules: Object.entries(tokens).map(([token, variable]) => ({
        token: `${token}.yaml`,
        foreground: colourOf(element, variable).slice(1, 7),
      })),
    })
    monaco.editor.setTheme('graft')
  }
  apply()
  const watch = new MutationObserver(apply)
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class', 'data-theme'] })
  scheme.addEventListener('change', apply)
  return () => {
    watch.disconnect()
    scheme.removeEventListener('change', apply)
  }
}

/** A variable's colour as `#rrggbbaa`; `light-dark()` and its like are computed by the browser. */
function colourOf(element: HTMLElement, variable: string): string {
  const probe = element.appendChild(document.createElement('i'))
  probe.style.color = `var(${variable})`
  const [red = 0, green = 0, blue = 0, alpha = 1] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number)
  probe.remove()
  return `#${[red, green, blue, Math.round(alpha * 255)].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

const brightness = (colour: string) => {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
  return 0.3 * red! + 0.6 * green! + 0.1 * blue!
}
