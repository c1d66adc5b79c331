import { mkdir } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { withHostErrors } from '../../export/host-errors'
import { writeStreamed } from '../../files/write-streamed'
import { annotate } from './annotate'
import { decodeImage } from '../images/image'
import type { RunResult } from '../process/messages'

export interface Drawings {
  /** Writes the image with what was found on it; the path it went to. */
  draw(path: string, result: Pick<RunResult, 'detections' | 'classes' | 'names'>): Promise<string>
}

/** Drawings go into one folder, each under the name of its image. Throws HostError. */
export async function createDrawings(folder: string): Promise<Drawings> {
  await withHostErrors(folder, () => mkdir(folder, { recursive: true }))
  const taken = new Set<string>()
  return {
    async draw(path, result) {
      const stem = basename(path, extname(path))
      let name = `${stem}.jpg`
      for (let i = 2; taken.has(name); i++) name = `${stem}-${i}.jpg`
      taken.add(name)
      const target = join(folder, name)
      const bytes = await annotate(await decodeImage(path), result)
      await withHostErrors(target, () => writeStreamed([{ path: target, bytes: [bytes] }]))
      return target
    },
  }
}
