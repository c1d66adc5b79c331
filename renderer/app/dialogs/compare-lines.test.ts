import { expect, test } from 'vitest'
import { compareLines } from './compare-lines'

/** `2=2`, `3|-`: line numbers of both sides. */
const compared = (left: string, right: string) =>
  compareLines(left, right).map(({ left: a, right: b, isSame }) => `${a?.number ?? '-'}${isSame ? '=' : '|'}${b?.number ?? '-'}`)

test('a line put in between leaves the others beside each other', () => {
  expect(compared('a\nb\nc', 'a\nx\nb\nc')).toEqual(['1=1', '-|2', '2=3', '3=4'])
})

test('changed lines stand beside each other, and common ones between them are found', () => {
  expect(compared('a\nb\nc\nd', 'A\nb\nC\nd')).toEqual(['1|1', '2=2', '3|3', '4=4'])
})

test('line ends are no difference of a line, and a missing last line is one', () => {
  expect([compared('a\r\nb', 'a\nb'), compared('a\n', 'a')]).toEqual([
    ['1=1', '2=2'],
    ['1=1', '2|-'],
  ])
})

test('texts too long to align are shown whole', () => {
  const left = Array.from({ length: 3000 }, (_, k) => `l${k}`).join('\n')
  const right = Array.from({ length: 2000 }, (_, k) => `r${k}`).join('\n')
  expect(compareLines(left, right).length).toBe(3000)
})
