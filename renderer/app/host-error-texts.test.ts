import { expect, test } from 'vitest'
import en from '../../assets/locales/en.json'
import { hostErrors } from '../../main/contract/host-error'

test('every failure of the host has a title, and the cure of the contract’s table', () => {
  const told = Object.entries(en.hostError).flatMap(([area, kinds]) =>
    Object.entries(kinds as Record<string, { title: string; cure: string }>).map(([kind, { cure }]) => [`${area}.${kind}`, cure]),
  )
  expect(Object.fromEntries(told)).toEqual(hostErrors)
})
