import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applySplices } from '../../graph-core/yaml/splices'
import type { TextSplice } from '../../graph-core/document'
import { type PlacedEdit, editorText, fileLines } from './file-lines'
import { createTextSync } from './text-sync'

/** A file and a plain editor that shows it, held together. */
function open(file: string) {
  const source = {
    content: file,
    text: () => source.content,
    setText: (splices: readonly TextSplice[]) => {
      source.content = applySplices(source.content, splices)
      sync.changed()
    },
  }
  const editor = { content: editorText(file), applied: 0 }
  const sync = createTextSync(source, (splices) => {
    const lines = fileLines(editor.content)
    editor.content = applySplices(editor.content, splices)
    editor.applied++
    // An editor tells of every change, whoever made it.
    const told = splices.map(({ start, removed, inserted: text }) => ({
      from: lines.placeAt(start),
      to: lines.placeAt(start + removed.length),
      text,
    }))
    sync.edited(told.reverse())
  })
  /** Types in the editor, by offsets in what it shows. */
  const type = (start: number, end: number, text: string) => {
    const lines = fileLines(editor.content)
    const edit: PlacedEdit = { from: lines.placeAt(start), to: lines.placeAt(end), text }
    editor.content = editor.content.slice(0, start) + text + editor.content.slice(end)
    sync.edited([edit])
  }
  return { source, editor, sync, type }
}

/** Replaces one word in the editor. */
const replace = ({ editor, type }: ReturnType<typeof open>, old: string, fresh: string) => {
  const start = editor.content.indexOf(old)
  type(start, start + old.length, fresh)
}

describe('line ends', () => {
  const mixed = '\uFEFFnc: 80\r\n\tscales: # 注释  \n\r\nbackbone:\r  - [-1, 1, Conv, [64]]  \r\n'

  test('an edit at one place leaves every other byte of a file with mixed ends', () => {
    const app = open(mixed)
    replace(app, '80', '20')
    expect([app.source.content, app.editor.content]).toEqual([mixed.replace('80', '20'), editorText(mixed.replace('80', '20'))])
  })

  test('a new line ends as its neighbours do', () => {
    const added = ['nc: 80', 'scales: #', 'backbone:', '[64]]  '].map((before) => {
      const app = open(mixed)
      replace(app, before, `${before}\nx`)
      return app.source.content.slice(app.source.content.indexOf('x') - 2).slice(0, 2)
    })
    expect(added.map((ending) => JSON.stringify(ending))).toEqual(['"\\r\\n"', '"#\\n"', '":\\r"', '"\\r\\n"'])
  })

  test('in a file of CRLF every typed line ends in CRLF', () => {
    const app = open('nc: 80\r\nhead:\r\n')
    replace(app, 'head:', 'head:\n  - a\n  - b')
    expect(app.source.content).toBe('nc: 80\r\nhead:\r\n  - a\r\n  - b\r\n')
  })

  test('what stood between a CR and an LF can be deleted without joining the lines', () => {
    const app = open('a\rX\nb')
    replace(app, 'X', '')
    expect([app.editor.content, editorText(app.source.content)]).toEqual(['a\n\nb', 'a\n\nb'])
  })

  test('random edits on both sides keep both sides the same, and the editor is never told what it did itself', () => {
    const part = fc.constantFrom('\r\n', '\n', '\r', 'a', 'bc', '😀', ' ', '\t')
    const file = fc.tuple(fc.constantFrom('', '\uFEFF'), fc.array(part, { maxLength: 14 })).map(([m, parts]) => m + parts.join(''))
    const edit = fc.record({ isTyped: fc.boolean(), at: fc.nat(20), length: fc.nat(4), text: fc.array(part, { maxLength: 3 }) })
    fc.assert(
      fc.property(file, fc.array(edit, { maxLength: 8 }), (text, edits) => {
        const app = open(text)
        for (const { isTyped, at, length, text: parts } of edits) {
          const content = isTyped ? app.editor.content : app.source.content
          const mark = content.startsWith('\uFEFF') ? 1 : 0
          const start = Math.max(mark, Math.min(at, content.length))
          const end = Math.min(start + length, content.length)
          const before = app.editor.applied
          if (isTyped) app.type(start, end, parts.join('').replace(/\r\n|\r/g, '\n'))
          else app.source.setText([{ start, removed: content.slice(start, end), inserted: parts.join('') }])
          expect(app.editor.content).toBe(editorText(app.source.content))
          if (isTyped) expect(app.editor.applied).toBe(before)
        }
      }),
    )
  })
})

describe('an input method', () => {
  test('is not disturbed while it composes, and loses nothing of either side', () => {
    const app = open('head: #\n  - a\n')
    app.sync.compositionStarted()
    for (const typed of ['z', 'zh', '注', '注释']) {
      const start = app.editor.content.indexOf('#') + 1
      app.type(start, app.editor.content.indexOf('\n'), typed)
    }
    app.source.setText([{ start: 12, removed: 'a', inserted: 'EMA' }])
    const between = [app.source.content, app.editor.content]
    app.sync.compositionEnded()
    expect([between, app.source.content, app.editor.content]).toEqual([
      ['head: #\n  - EMA\n', 'head: #注释\n  - a\n'],
      'head: #注释\n  - EMA\n',
      'head: #注释\n  - EMA\n',
    ])
  })

  test('that was given up writes nothing', () => {
    const app = open('head: #\n')
    app.sync.compositionStarted()
    app.type(7, 7, 'zh')
    app.type(7, 9, '')
    app.sync.compositionEnded()
    expect([app.source.content, app.editor.content]).toEqual(['head: #\n', 'head: #\n'])
  })
})

test('several edits at once are done at their own places', () => {
  const app = open('a\nb\r\nc\n')
  app.editor.content = 'a1\nb\nc2\n'
  app.sync.edited([
    { from: { line: 3, column: 2 }, to: { line: 3, column: 2 }, text: '2' },
    { from: { line: 1, column: 2 }, to: { line: 1, column: 2 }, text: '1' },
  ])
  expect(app.source.content).toBe('a1\nb\r\nc2\n')
})
