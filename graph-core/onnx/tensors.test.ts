import { expect, test } from 'vitest'
import { int64Tensor, lazyFloats, tensorOf } from './tensors'

test('int64 values are eight little-endian bytes each', async () => {
  expect([...(await int64Tensor('axes', [2], [1, -2]).read())]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0xfe, 255, 255, 255, 255, 255, 255, 255])
})

test('values that do not fill the shape are refused', () => {
  expect(() => tensorOf('w', [3], 'float32', Float32Array.of(1, 2))).toThrow('expected 12 bytes for w, got 8')
})

test('a view of a larger array is written as the view alone', async () => {
  const view = Float32Array.of(1, 2, 3).subarray(1, 2)
  expect([...(await tensorOf('w', [1], 'float32', view).read())]).toEqual([0, 0, 0, 0x40])
})

test('lazy floats know their length without being made', () => {
  expect(lazyFloats('w', [2, 3], () => expect.fail('made too early')).byteLength).toBe(2 * 3 * 4)
})
