import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Dim, add, ceilDiv, dimKey, floorDiv, hintOf, max, min, mod, mul, sameExpression, sub, symbol } from './dim'

/** An expression as a plan, so that it can be computed with symbols and with plain numbers. */
type Plan =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'symbol'; readonly name: 'h' | 'w' | 'n' }
  | { readonly kind: 'add' | 'sub' | 'mul' | 'floorDiv' | 'mod' | 'min' | 'max'; readonly a: Plan; readonly b: Plan }

type Values = { readonly h: number; readonly w: number; readonly n: number }

const operations = { add, sub, mul, floorDiv, mod, min, max }
const python = {
  add: (a: number, b: number) => a + b,
  sub: (a: number, b: number) => a - b,
  mul: (a: number, b: number) => a * b,
  floorDiv: (a: number, b: number) => Math.floor(a / b),
  mod: (a: number, b: number) => ((a % b) + b) % b,
  min: Math.min,
  max: Math.max,
}

function symbolic(plan: Plan, values: Values): Dim {
  if (plan.kind === 'number') return plan.value
  if (plan.kind === 'symbol') return symbol(plan.name, values[plan.name])
  return operations[plan.kind](symbolic(plan.a, values), symbolic(plan.b, values))
}

function plain(plan: Plan, values: Values): number {
  if (plan.kind === 'number') return plan.value
  if (plan.kind === 'symbol') return values[plan.name]
  return python[plan.kind](plain(plan.a, values), plain(plan.b, values)) + 0 // -0 becomes 0
}

const leaf: fc.Arbitrary<Plan> = fc.oneof(
  fc.integer({ min: -9, max: 40 }).map((value): Plan => ({ kind: 'number', value })),
  fc.constantFrom('h', 'w', 'n').map((name): Plan => ({ kind: 'symbol', name })),
)
const divisor: fc.Arbitrary<Plan> = fc.integer({ min: 1, max: 32 }).map((value): Plan => ({ kind: 'number', value }))

const { polynomial, any } = fc.letrec<{ polynomial: Plan; any: Plan }>((tie) => ({
  polynomial: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({ kind: fc.constantFrom('add', 'sub', 'mul'), a: tie('polynomial'), b: tie('polynomial') }),
  ) as fc.Arbitrary<Plan>,
  any: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({ kind: fc.constantFrom('add', 'sub', 'mul', 'min', 'max'), a: tie('any'), b: tie('any') }),
    fc.record({ kind: fc.constantFrom('floorDiv', 'mod'), a: tie('any'), b: divisor }),
  ) as fc.Arbitrary<Plan>,
}))

const values = fc.record({ h: fc.integer({ min: 1, max: 60 }), w: fc.integer({ min: 1, max: 60 }), n: fc.integer({ min: 1, max: 8 }) })

/** Both sides built at some sizes are one expression, and are equal as numbers. */
const holds = (left: Plan, right: Plan, at: Values) => {
  expect(dimKey(symbolic(left, at))).toBe(dimKey(symbolic(right, at)))
  expect(plain(left, at)).toBe(plain(right, at))
}

describe('every expression', () => {
  test('has the value of plain arithmetic as its hint', () => {
    fc.assert(
      fc.property(any, values, (plan, at) => {
        expect(hintOf(symbolic(plan, at)) + 0).toBe(plain(plan, at))
      }),
    )
  })

  test('is the same expression whatever sizes it was traced at', () => {
    fc.assert(
      fc.property(any, values, values, (plan, a, b) => {
        expect(dimKey(symbolic(plan, a))).toBe(dimKey(symbolic(plan, b)))
      }),
    )
  })

  test('that equals another expression has its value at all sizes', () => {
    fc.assert(
      fc.property(any, any, values, values, (p, q, traced, other) => {
        if (sameExpression(symbolic(p, traced), symbolic(q, traced))) expect(plain(p, other)).toBe(plain(q, other))
      }),
      { numRuns: 500 },
    )
  })
})

describe('polynomials are one expression however they are written:', () => {
  const op = (kind: 'add' | 'sub' | 'mul', a: Plan, b: Plan): Plan => ({ kind, a, b })
  const both = (claim: (a: Plan, b: Plan, c: Plan) => readonly [Plan, Plan]) =>
    fc.assert(fc.property(polynomial, polynomial, polynomial, values, (a, b, c, at) => holds(...claim(a, b, c), at)))

  test('a + b and b + a', () => both((a, b) => [op('add', a, b), op('add', b, a)]))
  test('a · b and b · a', () => both((a, b) => [op('mul', a, b), op('mul', b, a)]))
  test('(a + b) + c and a + (b + c)', () => both((a, b, c) => [op('add', op('add', a, b), c), op('add', a, op('add', b, c))]))
  test('(a + b) · c and a · c + b · c', () =>
    both((a, b, c) => [op('mul', op('add', a, b), c), op('add', op('mul', a, c), op('mul', b, c))]))
  test('a - b + b and a', () => both((a, b) => [op('add', op('sub', a, b), b), a]))
})

describe('divisions that come out even vanish:', () => {
  const [h, w] = [symbol('h', 640, 32), symbol('w', 480, 32)]

  test('half of a multiple of 32 is a multiple of 16', () => {
    expect(dimKey(floorDiv(h, 2))).toBe(dimKey(mul(floorDiv(h, 32), 16)))
  })

  test('a strided convolution, then an upsampling, gives the size back', () => {
    const strided = add(floorDiv(sub(add(h, 2), 3), 2), 1)
    expect(dimKey(mul(strided, 2))).toBe(dimKey(h))
  })

  test('h · w / h is w', () => expect(floorDiv(mul(h, w), h)).toEqual(w))
  test('h · w has no rest by h, nor by 1024', () => expect([mod(mul(h, w), h), mod(mul(h, w), 1024)]).toEqual([0, 0]))
  test('a free size keeps its rest', () => expect(hintOf(mod(symbol('h', 641), 32))).toBe(1))
  test('rounding up is even where rounding down is', () => expect(ceilDiv(h, 32)).toEqual(floorDiv(h, 32)))
  test('a known multiple needs a hint that is one', () =>
    expect(() => symbol('h', 641, 32)).toThrow('expected a multiple of 32 for h, got 641'))
})

test('the smaller of a size and the size plus one is known', () => {
  const h = symbol('h', 5)
  expect([min(h, add(h, 1)), max(h, add(h, 1))]).toEqual([h, add(h, 1)])
})
