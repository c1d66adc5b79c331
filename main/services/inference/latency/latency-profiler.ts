/** Rows on the CPU, by onnxruntime's profiler. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import type { Finding } from '../../../contract/host'
import { type Measured, type Measuring, aroundNetwork, rounds, warmUps } from './latency-rounds'
import { type Profile, type ProfileEvent, readProfile } from './profile-events'
import { networkOf, rowMedians, timingOf } from './profile-summary'

export async function measureByProfiler(what: Measuring): Promise<Measured | { readonly issues: readonly Finding[] }> {
  const { network, place, round, onWork } = what
  const { model, issues } = await network.load(place.canvas)
  if (model === null) return { issues }
  const folder = await mkdtemp(join(tmpdir(), 'graft-profile-'))
  try {
    onWork()
    const options: InferenceSession.SessionOptions = {
      executionProviders: ['cpu'],
      logSeverityLevel: 4,
      enableProfiling: true,
      profileFilePrefix: join(folder, 'profile'),
    }
    const session = await (typeof model.file === 'string'
      ? InferenceSession.create(model.file, options)
      : InferenceSession.create(model.file, options))
    let all
    try {
      all = await rounds(what, () => round((fed) => session.run(fed, network.outputs)))
      session.endProfiling()
    } finally {
      await session.release()
    }
    const last = network.parts === null ? null : network.parts.rows - 1
    const profile = await profileIn(folder, last)
    const runs = profile.runs.slice(warmUps)
    if (runs.length !== all.length) throw new Error(`expected a profile of ${all.length} runs, got ${runs.length}`)
    const count = last === null ? 1 + Math.max(-1, ...runs.flatMap(({ rows }) => [...rows.keys()])) : last + 1
    const { decode, select, total } = aroundNetwork(all)
    return {
      how: 'profiler',
      threads: profile.threads,
      runs: runs.length,
      ...rowMedians(runs, count),
      stages: {
        decode,
        transfer: timingOf(all.map(({ feed, run }, i) => feed + Math.max(0, run - runs[i]!.all))),
        preprocess: timingOf(all.map(({ fit }, i) => fit + runs[i]!.letterbox)),
        network: timingOf(runs.map(networkOf)),
        select,
      },
      total,
    }
  } finally {
    await model.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The one that was written: its name ends in the time. */
async function profileIn(folder: string, outputRow: number | null): Promise<Profile> {
  const [name] = await readdir(folder)
  if (name === undefined) throw new Error('onnxruntime wrote no profile')
  return readProfile(JSON.parse(await readFile(join(folder, name), 'utf8')) as ProfileEvent[], outputRow)
}
