import { describe, expect, test } from 'vitest'
import { fixtureCases } from '../kernels/tests/fixture-cases'
import { webgpuCases, webgpuFaults, webgpuShards } from '../kernels/tests/webgpu-cases'
import { templateShards } from '../tests/long-templates'
import { short } from '../vitest.config'
import { longTests, partOf, seedOf } from './long-parts.mjs'

describe('the part of the long tests that a commit runs', () => {
  const parts = ['a', 'b', 'c']

  test('is the same every time', () => {
    expect([partOf('0000004', parts), partOf('0000004', parts)]).toEqual(['b', 'b'])
  })

  test('is chosen by the beginning of the hash, so a short one names the same', () => {
    const commit = '9bdacc9f04fb287fc2e5f2b5a4e06752b7937b1c'
    expect(partOf(commit.slice(0, 7), parts)).toBe(partOf(commit, parts))
  })

  test('is each of them in turn', () => {
    const chosen = Array.from({ length: 300 }, (_, i) => partOf(i.toString(16).padStart(7, '0'), parts))
    expect(parts.map((part) => chosen.filter((c) => c === part).length)).toEqual([100, 100, 100])
  })

  test.each(['', 'main', '12345', '-1'])('needs the hash of a commit, not "%s"', (commit) => {
    expect(() => partOf(commit, parts)).toThrow('expected the hash of a commit')
  })

  test('cannot be chosen where there is none', () => {
    expect(() => partOf('0000004', [])).toThrow('no long tests')
  })

  test('has a seed of its own, a whole number', () => {
    expect(['0000000', 'fffffff'].map(seedOf)).toEqual([0, 2 ** 28 - 1])
  })
})

test('the long tests are files beside the others, and none of them belongs to `npm test`', () => {
  const files = longTests('.')
  expect(files).toContain('kernels/webgpu-0.long.test.ts')
  expect(short.exclude).toContain('**/*.long.test.ts')
  expect(files.filter((file) => !file.endsWith('.long.test.ts'))).toEqual([])
})

test('every case of every fixture and every template is in one shard of the long tests', () => {
  const shards = (name: string) => longTests('.').filter((file) => new RegExp(`/${name}-\\d+\\.long\\.test\\.ts$`).test(file))
  expect([shards('webgpu').length, shards('templates').length]).toEqual([webgpuShards, templateShards])
  const dealt = Array.from({ length: webgpuShards }, (_, i) => webgpuCases(i)).flat()
  expect(new Set(dealt.map(({ id }) => id))).toEqual(new Set(fixtureCases().map(({ id }) => id)))
  expect(Object.keys(webgpuFaults).filter((id) => !dealt.some((c) => c.id === id))).toEqual([])
})
