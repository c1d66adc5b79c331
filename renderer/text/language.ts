/** YAML as model files write it: how its words are told apart, where lines indent and fold. */
import { monaco } from './monaco'

const closing = '(?=[\\s,\\]}]|$)'

/** Teaches the editor the language. Plain words are names: of blocks, or of values such as `nc`. */
export function registerYaml(): void {
  monaco.languages.register({ id: 'yaml', extensions: ['.yaml', '.yml'] })
  monaco.languages.setLanguageConfiguration('yaml', {
    comments: { lineComment: '#' },
    folding: { offSide: true },
    onEnterRules: [{ beforeText: /:\s*(#.*)?$/, action: { indentAction: monaco.languages.IndentAction.Indent } }],
  })
  monaco.languages.setMonarchTokensProvider('yaml', {
    tokenPostfix: '.yaml',
    tokenizer: {
      root: [
        [/#.*$/, 'comment'],
        [/\s+/, 'white'],
        [/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/, 'name'],
        [/[-?](?=\s)/, 'operators'],
        [/[^\s#,[\]{}:'"&*!][^\s,[\]{}:]*(?=\s*:(?:\s|$))/, 'type'],
        [/[[\]{},:]/, 'delimiter'],
        [new RegExp(`[-+]?(?:\\d[\\d_]*(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?${closing}`), 'number'],
        [new RegExp(`(?:None|True|False|null|true|false|~)${closing}`), 'keyword'],
        [/[&*!][^\s,[\]{}]*/, 'operators'],
        [/[^\s,[\]{}]+/, 'name'],
      ],
    },
  })
}
