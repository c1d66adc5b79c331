import { expect, test } from 'vitest'
import { createKeeper } from './use-kept'

const card = (id: string, share: number) => ({ id, data: { share } })

test('what is equal to what was there is the same object as before, and the same list where all is', () => {
  const keep = createKeeper(({ id }: { id: string }) => id)
  const first = keep([card('a', 0.1), card('b', 0.2)])
  const same = keep([card('a', 0.1), card('b', 0.2)])
  const changed = keep([card('b', 0.2), card('a', 0.3)])
  expect([same === first, changed[0] === first[1], changed[1] === first[0], keep(changed) === changed]).toEqual([true, true, false, true])
})
