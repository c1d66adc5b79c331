/**
 * A model by its path, or by the name of a template: `yolov8x.yaml` is the yolov8 template at scale x. A name that two libraries have is the
 * target's own where the target is known, else Ultralytics': `yolov5s.yaml` is YOLOv5's own for the target yolov5 alone.
 */
import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { HostError, fromSystemError } from '../../contract/host-error'
import { dialectOf } from '../../../graph-core/dialects'
import { familyName } from '../../../graph-core/dialects/model-name'
import { atSize, sizedName } from '../../../graph-core/dialects/sizes'
import { assetsFolder } from './assets'

/** A model file's text and the path it is known by; a template has the name it was asked for. */
export interface OpenedModel {
  readonly path: string
  readonly text: string
  readonly isTemplate: boolean
}

/** More than any model file has, and little enough to be read at once. */
const largestFile = 8 * 2 ** 20

/** Reads a model file, or a template for a target. Throws HostError `model.missing` or `file.*`. */
export async function openModel(reference: string, target?: string): Promise<OpenedModel> {
  try {
    return { path: reference, text: await readText(reference), isTemplate: false }
  } catch (error) {
    const template = isMissing(error) ? await openTemplate(reference, target) : undefined
    if (template === undefined) throw isMissing(error) ? new HostError('model.missing', `There is no file ${reference}.`) : error
    return template
  }
}

const isMissing = (error: unknown) => error instanceof HostError && error.code === 'file.missing'

async function readText(path: string): Promise<string> {
  try {
    const { size, isFile } = await stat(path).then((s) => ({ size: s.size, isFile: s.isFile() }))
    if (!isFile) throw new HostError('file.not-a-file', `${path} is not a file.`)
    if (size > largestFile) throw new HostError('file.too-large', `${path} has ${(size / 1e6).toFixed(0)} MB; no model file is that large.`)
    const bytes = await readFile(path)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) throw new HostError('file.not-text', `${path} is no UTF-8 text.`)
    throw fromSystemError(error, path)
  }
}

/** Libraries that have templates of their own beside Ultralytics. */
const libraries = ['yolov5']

/** Where templates and recipes lie, in the order they are looked for. */
function shelvesFor(target: string | undefined): string[] {
  const base = target === undefined ? undefined : dialectOf(target)?.target.base
  const own = libraries.map((library) => ({ library, shelf: join('models', library) }))
  const [first, last] = [own.filter(({ library }) => library === base), own.filter(({ library }) => library !== base)]
  return [...first.map(({ shelf }) => shelf), 'models', 'recipes', ...last.map(({ shelf }) => shelf)]
}

async function openTemplate(reference: string, target: string | undefined): Promise<OpenedModel | undefined> {
  if (reference !== basename(reference) || !/^[\w.-]+$/.test(reference)) return undefined
  const name = reference.replace(/\.ya?ml$/, '')
  const family = familyName(name)
  const sized = sizedName(name)
  for (const shelf of shelvesFor(target)) {
    const read = (file: string) => readText(join(assetsFolder(), shelf, `${file}.yaml`)).catch(() => undefined)
    const text = (await read(name)) ?? (await read(family))
    const opened = text ?? (sized && (await read(sized.base).then((base) => base && atSize(base, sized.size))))
    if (opened !== undefined) return { path: `${name}.yaml`, text: opened, isTemplate: true }
  }
  return undefined
}
