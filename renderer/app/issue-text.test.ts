import { expect, test } from 'vitest'
import en from '../../assets/locales/en.json'
import zh from '../../assets/locales/zh.json'
import { issueKinds } from '../../graph-core/issues/codes'
import { createI18n } from './i18n'
import { issueText } from './issue-text'

/** Titles and cures by code, as a language has them. */
const told = (language: typeof en | typeof zh) =>
  Object.fromEntries(
    Object.entries(language.issue).flatMap(([area, kinds]) =>
      Object.entries(kinds as Record<string, { title: string; cure: string }>).map(([kind, text]) => [`${area}.${kind}`, text]),
    ),
  )

const kinds = Object.fromEntries(Object.entries(issueKinds).map(([code, { title, cure }]) => [code, { title, cure }]))

test('every code of an issue has the title and cure of the table in English', () => expect(told(en)).toEqual(kinds))

test('every code of an issue has a title and a cure in Chinese', () => {
  const chinese = told(zh)
  const without = Object.keys(kinds).filter(
    (code) => !/\p{Script=Han}/u.test(chinese[code]?.title ?? '') || !/\p{Script=Han}/u.test(chinese[code]?.cure ?? ''),
  )
  expect(without).toEqual([])
})

test('a cure that was made for one place is kept in the detail', () => {
  const chinese = createI18n('zh-CN')
  const usual = { code: 'row.args', message: 'Conv (row 1): args is 3.', cure: issueKinds['row.args'].cure }
  expect([
    issueText(usual, chinese),
    issueText({ ...usual, cure: 'Write [3].' }, chinese).detail,
    issueText(usual, createI18n('en')).head,
  ]).toEqual([
    { head: 'args 不是列表', detail: 'Conv (row 1): args is 3.', cure: '请把参数放在方括号中，例如 [64, 3, 2]；没有参数则写 []。' },
    'Conv (row 1): args is 3. Write [3].',
    'Conv (row 1): args is 3.',
  ])
})
