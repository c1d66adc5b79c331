// `npm run test:long [-- words]`: the tests that are too slow for `npm test`, or those whose path holds one of the words.
// `-- --commit HASH` runs the part of a commit, as CI does; `-- --list` names all parts.
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './ensure.mjs'
import { provideSystem } from './environment.mjs'
import { longTests, partOf, seedOf } from './long-parts.mjs'
import { endWith, nothingRan, runVitest } from './run-vitest.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const parts = longTests(root)
const words = process.argv.slice(2)

/** The files asked for, and the seed where a commit says it. @returns {{ files: string[], env: Record<string, string> }} */
function choose() {
  if (words[0] !== '--commit') return { files: parts.filter((file) => words.length === 0 || words.some((w) => file.includes(w))), env: {} }
  const commit = words[1] ?? ''
  const file = partOf(commit, parts)
  const seed = process.env.GRAFT_SEED ?? String(seedOf(commit))
  console.log(`Part ${parts.indexOf(file) + 1} of ${parts.length} of the long tests, chosen by commit ${commit}: ${file}`)
  console.log(`To repeat: GRAFT_SEED=${seed} npm run test:long -- ${file}`)
  return { files: [file], env: { GRAFT_SEED: seed } }
}

if (words.includes('--list')) console.log(parts.join('\n'))
else endWith(run())

function run() {
  try {
    ensureInstalled()
    const { files, env } = choose()
    if (files.length === 0) throw new Error(`no long test matches ${words.join(' ')}`)
    provideSystem()
    return runVitest(['--mode', 'long', ...files], env)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return nothingRan
  }
}
