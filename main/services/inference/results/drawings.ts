import { mkdir, readdir } from 'node:fs/promises'
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

/** Drawings go into one folder, each under the name of its image, with a number where that is taken: no file that is there is written over. Throws HostError. */
export async function createDrawings(folder: string): Promise<Drawings> {
  const there = await withHostErrors(folder, async () => {
    await mkdir(folder, { recursive: true })
    return readdir(folder)
  })
  // Many disks take names for the same that differ in capitals alone.
  const taken = new Set(there.map((name) => name.toLowerCase()))
  return {
    async draw(path, result) {
      const stem = basename(path, extname(path))
      let name = `${stem}.jpg`
      for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${stem}-${i}.jpg`
      taken.add(name.toLowerCase())
      const target = join(folder, name)
      const bytes = await annotate(await decodeImage(path), result)
      await withHostErrors(target, () => writeStreamed([{ path: target, bytes: [bytes] }]))
      return target
    },
  }
}
