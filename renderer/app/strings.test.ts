/** Every string of the interface is in the locales: no key is missing, none is left over, and no literal stands in a component. */
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import en from '../../assets/locales/en.json'
import zh from '../../assets/locales/zh.json'

const root = fileURLToPath(new URL('..', import.meta.url))
const sourcesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test)\.tsx?$/.test(name) && !name.startsWith('session') && !name.startsWith('layout'))
    .map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') }))
const components = sourcesIn(root)
const desktop = sourcesIn(fileURLToPath(new URL('../../main/electron', import.meta.url)))

type Tree = { readonly [key: string]: string | Tree }

const keysOf = (tree: Tree, prefix = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [prefix + key] : keysOf(value, `${prefix}${key}.`)))

const keys = keysOf(en)

/** The texts an expression may be; `*` stands for what is filled in. */
function textsOf(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node)) return [node.head.text + node.templateSpans.map(({ literal }) => `*${literal.text}`).join('')]
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)]
  return []
}

/** Keys as written in `t(…)`. */
function keysUsed(name: string, text: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /(^|\.)t$/.test(node.expression.getText()) && node.arguments[0])
      found.push(...textsOf(node.arguments[0]))
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX))
  return found
}

const used = [...components, ...desktop].flatMap(({ name, text }) => keysUsed(name, text))

/** The keys a pattern stands for, plural forms among them. */
const matches = (pattern: string) => {
  const expression = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[\\w.-]+')}(_one|_other)?$`)
  return keys.filter((key) => expression.test(key))
}

test('both languages have the same keys, none empty', () => {
  const placeholders = (tree: Tree): string[] =>
    Object.values(tree).flatMap((value) =>
      typeof value === 'string' ? [(value.match(/\{\{\w+\}\}/g) ?? []).sort().join()] : placeholders(value),
    )
  expect([keysOf(zh), placeholders(zh)]).toEqual([keys, placeholders(en)])
  expect(JSON.stringify([en, zh])).not.toContain('""')
})

test('every key in use is there', () => expect(used.filter((key) => matches(key).length === 0)).toEqual([]))

test('no key is left over', () => {
  const found = new Set(used.flatMap(matches))
  expect(keys.filter((key) => !found.has(key))).toEqual([])
})

test('no component holds a literal that people would read', () => {
  const read = new Set(['title', 'alt', 'placeholder', 'aria-label', 'aria-description', 'label'])
  const hasWords = (text: string) => /\p{L}{2,}/u.test(text)
  const found: string[] = []
  for (const { name, text } of components.filter((each) => each.name.endsWith('.tsx'))) {
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
    const visit = (node: ts.Node): void => {
      if (ts.isJsxText(node) && hasWords(node.text)) found.push(`${name}: ${node.text.trim()}`)
      if (
        ts.isJsxAttribute(node) &&
        read.has(node.name.getText()) &&
        node.initializer &&
        ts.isStringLiteral(node.initializer) &&
        hasWords(node.initializer.text)
      )
        found.push(`${name}: ${node.getText()}`)
      if (
        ts.isJsxExpression(node) &&
        node.expression &&
        ts.isStringLiteralLike(node.expression) &&
        ts.isJsxElement(node.parent) &&
        hasWords(node.expression.text)
      )
        found.push(`${name}: ${node.getText()}`)
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  expect(found).toEqual([])
})
