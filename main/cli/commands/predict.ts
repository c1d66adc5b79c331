import { basename } from 'node:path'
import { shown } from '../../../graph-core/exporters/visible'
import type { Issue } from '../../../graph-core/issues/issue'
import type { Finding } from '../../contract/host'
import { HostError } from '../../contract/host-error'
import { type Drawings, createDrawings } from '../../services/inference/results/drawings'
import { imagesIn } from '../../services/inference/images/image-files'
import { type Inference, createInference } from '../../services/inference/inference'
import type { RunJob, RunResult } from '../../services/inference/process/messages'
import { type Command, type OptionValues, UsageError, textOption } from '../command'
import { modelOptionSpecs } from '../model-options'
import { tellIssues } from '../print-issues'
import { readDevice, readModel, runnableSpecs } from '../runnable-model'

export const predict: Command = {
  name: 'predict',
  takes: 'MODEL|X.onnx SOURCE...',
  summary:
    'What a model finds on images: boxes, outlines, keypoints, turned boxes or classes. SOURCE is an image, or a folder for all images in it.',
  options: {
    conf: { type: 'string', value: '0.25', about: 'the least score that is shown' },
    iou: { type: 'string', value: '0.7', about: 'of two boxes of a class that overlap by more, the better one is shown' },
    'no-rect': { type: 'boolean', about: 'fill the whole image size with grey, instead of to the next multiple of the stride' },
    ...runnableSpecs,
    output: { type: 'string', short: 'o', value: 'DIR', about: 'write the images with what was found drawn on them' },
    json: { type: 'boolean', about: 'everything, for scripts' },
    ...modelOptionSpecs,
  },
  examples: ['predict model.yaml --weights best.safetensors photo.jpg', 'predict yolov8n.onnx photos/ --conf 0.4 -o found'],
  async run(positional, options, output, tools) {
    const [reference, ...sources] = positional
    if (reference === undefined) throw new UsageError('MODEL is missing')
    if (sources.length === 0) throw new UsageError('SOURCE is missing: name an image or a folder')
    const job = { ...readSettings(options), model: await readModel(reference, options), picture: null }
    const folder = textOption(options, 'output')
    const drawings = folder === undefined ? null : await createDrawings(folder)
    const isJson = options['json'] === true
    const found: Found[] = []
    const failed: Failed[] = []
    const skipped: string[] = []
    const inference = createInference({ starter: tools.inference })
    try {
      for await (const seen of predictAll(inference, job, sources, drawings)) {
        if ('issues' in seen) {
          if (tellIssues(reference, seen.issues as readonly Issue[], output) === 1) return 1
        } else if ('skipped' in seen) {
          skipped.push(...seen.skipped)
          output.err(shown(skippedLine(seen)))
        } else if ('error' in seen) {
          failed.push(seen)
          output.err(shown(`graft predict: ${seen.error.message} ${seen.error.cure}`))
        } else {
          found.push(seen)
          if (!isJson) output.out(line(seen, job.conf))
        }
      }
    } finally {
      inference.close()
    }
    if (isJson) output.out(JSON.stringify(asJson(reference, found, failed, skipped), null, 2))
    else if (found.length > 0) output.out(summary(found))
    return failed.length > 0 ? 3 : 0
  },
}

function readSettings(options: OptionValues): Pick<RunJob, 'conf' | 'iou' | 'isRect' | 'device'> {
  return {
    conf: fraction('conf', textOption(options, 'conf') ?? '0.25'),
    iou: fraction('iou', textOption(options, 'iou') ?? '0.7'),
    isRect: options['no-rect'] !== true,
    device: readDevice(options),
  }
}

function fraction(name: string, text: string): number {
  const value = /^\d*\.?\d+$|^\d+\.$/.test(text) ? Number(text) : NaN
  if (!(value >= 0 && value <= 1)) throw new UsageError(`--${name} takes a number from 0 to 1, got ${text}`)
  return value
}

interface Found {
  readonly path: string
  readonly result: RunResult
  /** Where it was drawn to. */
  readonly drawing: string | null
}

interface Failed {
  readonly path: string
  readonly error: HostError
}

/** Files of a folder that are no images. */
interface Skipped {
  readonly path: string
  readonly skipped: readonly string[]
}

/** Every image of the sources in turn. What is wrong with the model is the same for all of them, and said once; after an error there is no more. */
async function* predictAll(
  inference: Inference,
  job: Omit<RunJob, 'image'>,
  sources: readonly string[],
  drawings: Drawings | null,
): AsyncIterable<Found | Failed | Skipped | { readonly issues: readonly Finding[] }> {
  let isFirst = true
  for (const source of sources) {
    const listed = await imagesIn(source).catch(failure)
    if (listed instanceof HostError) {
      yield { path: source, error: listed }
      continue
    }
    if (listed.others.length > 0) yield { path: source, skipped: listed.others }
    for (const path of listed.images) {
      const answer = await inference.run({ ...job, image: path }).catch(failure)
      if (answer instanceof HostError) {
        yield { path, error: answer }
        continue
      }
      if (isFirst) yield { issues: answer.issues }
      isFirst = false
      if (answer.result === null) return
      inference.forget(answer.result.run) // nobody selects again: many large images would fill the memory with candidates
      const drawing = drawings === null ? null : await drawings.draw(path, answer.result)
      yield { path, result: answer.result, drawing }
    }
  }
}

/** What goes wrong with one image leaves the others alone. */
function failure(error: unknown): HostError {
  if (error instanceof HostError && /^(image|file)\./.test(error.code)) return error
  throw error
}

/** What was found as scripts read it; the fields are a promise. */
function asJson(model: string, found: readonly Found[], failed: readonly Failed[], skipped: readonly string[]): object {
  const named = <T extends { readonly class: number }>(all: readonly T[], names: readonly string[]) =>
    all.map((one) => ({ ...one, name: names[one.class] ?? String(one.class) }))
  return {
    model,
    images: found.map(({ path, drawing, result: { width, height, device, task, detections, classes, names, highest, times } }) => ({
      path,
      width,
      height,
      device,
      task,
      detections: named(detections, names),
      ...(classes === undefined ? {} : { classes: named(classes, names) }),
      highest,
      times,
      drawing,
    })),
    failed: failed.map(({ path, error }) => ({ path, code: error.code, message: error.message })),
    skipped,
  }
}

/** `cat.jpg  451×300  3 patch, 2 stripe  48 ms`; of a classifier `cat.jpg  451×300  tabby 0.81, tiger cat 0.12  9 ms`. */
function line({ path, result }: Found, conf: number): string {
  const { width, height, times } = result
  const took = times.network + times.select
  return shown(`${path}  ${width}×${height}  ${whatIsThere(result, conf)}  ${took.toFixed(0)} ms`)
}

function whatIsThere({ detections, classes, names, highest }: RunResult, conf: number): string {
  const nameOf = (label: number) => names[label] ?? String(label)
  if (classes !== undefined) return classes.map(({ class: label, score }) => `${nameOf(label)} ${score.toFixed(2)}`).join(', ')
  const counts = new Map<number, number>()
  for (const d of detections) counts.set(d.class, (counts.get(d.class) ?? 0) + 1)
  const parts = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([label, count]) => `${count} ${nameOf(label)}`)
  const nothing = `nothing above ${conf}${highest === null ? '' : `; the highest score is ${highest.toPrecision(2)}`}`
  return parts.length > 0 ? parts.join(', ') : nothing
}

/** Names that a line has room for. */
const fewNames = 3

function skippedLine({ path, skipped }: Skipped): string {
  const names = skipped.slice(0, fewNames).map((file) => basename(file))
  const more = skipped.length > fewNames ? ', …' : ''
  return `graft predict: ${path}: ${skipped.length === 1 ? '1 file is no image' : `${skipped.length} files are no images`} (${names.join(', ')}${more}).`
}

function summary(found: readonly Found[]): string {
  const { name, reason } = found.at(-1)!.result.device
  const count = found.length === 1 ? '1 image' : `${found.length} images`
  return `${count} on ${name}${reason === null ? '' : `. ${reason}`}`
}
