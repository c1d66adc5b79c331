/** The calls about devices and previews for one window: files become paths, a picture becomes a handle. */
import type { InputOf } from '../../contract/call'
import type { host as contract } from '../../contract/host'
import { HostError } from '../../contract/host-error'
import type { Handlers } from '../../contract/server'
import type { MadePlace } from '../files/bulk'
import { type PathGate, readable, weightChoice } from '../files/path-gate'
import type { Services } from '../host'
import { imageSources } from './images/image-files'
import type { Inference } from './inference'
import type { PrepareJob, Stage } from './process/messages'
import { samplePath } from './images/samples'

type PreviewCalls = Pick<
  Handlers<typeof contract>,
  'devices.list' | 'preview.sources' | 'preview.prepare' | 'preview.run' | 'preview.select' | 'preview.features' | 'preview.latency'
>

/** What making a model ready takes, in order. */
const stages: readonly Stage[] = ['read', 'build', 'load', 'check']

/** What is kept of a window's last run, until its next one. */
interface LastRun {
  readonly run: string
  readonly handle: string
  readonly place: MadePlace
}

/** What was made for a window to be fetched. */
interface Made {
  readonly handles: readonly string[]
  readonly places: readonly MadePlace[]
}

export interface Preview {
  readonly handlers: PreviewCalls
  /** The window is gone. */
  readonly close: () => Promise<void>
}

export function createPreview(services: Services, gate: PathGate): Preview {
  const { bulk } = services
  let last: LastRun | null = null
  let lastFeatures: Made | null = null

  const engine = (): Inference => {
    if (services.inference === null)
      throw new HostError('inference.unavailable', 'This host was started without the program that runs models.')
    return services.inference
  }
  const forgetLast = async () => {
    const old = last
    last = null
    if (old === null) return
    services.inference?.forget(old.run)
    await bulk.discard(old.handle)
    await old.place.drop()
  }

  const forgetFeatures = async () => {
    const old = lastFeatures
    lastFeatures = null
    for (const handle of old?.handles ?? []) await bulk.discard(handle)
    for (const place of old?.places ?? []) await place.drop()
  }

  const jobOf = async ({
    model,
    weights,
    image,
    device,
  }: Pick<InputOf<typeof contract, 'preview.prepare'>, 'model' | 'weights' | 'image' | 'device'>): Promise<PrepareJob> => ({
    model: { kind: 'text', ...model, weights: await weightChoice(weights, bulk, gate) },
    image: 'sample' in image ? samplePath(image.sample) : await readable(image, bulk, gate),
    device,
    isRect: true,
  })

  const handlers: PreviewCalls = {
    'devices.list': async ({ again }, { signal }) => ({ devices: [...(await engine().devices({ again, signal }))] }),

    'preview.sources': ({ path }) => imageSources(path, services.access, gate.check),

    async 'preview.prepare'(input, { signal, progress }) {
      const onStage = (what: Stage) => progress({ done: stages.indexOf(what), total: stages.length, what })
      const { device, issues } = await engine().prepare(await jobOf(input), { signal, onStage })
      return { device, issues: [...issues] }
    },

    async 'preview.run'({ conf, iou, ...input }, { signal }) {
      const job = { ...(await jobOf(input)), conf, iou }
      const place = await bulk.make('picture.jpg')
      try {
        const { result, issues } = await engine().run({ ...job, picture: place.path }, signal)
        if (result === null || signal.aborted) {
          if (result !== null) services.inference?.forget(result.run)
          await place.drop()
          return { result: null, issues: [...issues] }
        }
        await forgetLast()
        const handle = bulk.offer(place.path, 'picture.jpg', 'image/jpeg')
        last = { run: result.run, handle, place }
        const { width, height, names, detections, classes, ...rest } = result
        return {
          result: {
            ...rest,
            picture: { handle, width, height },
            names: [...names],
            detections: [...detections],
            ...(classes === undefined ? {} : { classes: [...classes] }),
          },
          issues: [...issues],
        }
      } catch (error) {
        await place.drop()
        throw error
      }
    },

    async 'preview.features'({ row, ...input }, { signal }) {
      const { model, image, isRect } = await jobOf({ ...input, device: 'cpu' })
      const places = [await bulk.make('features'), await bulk.make('picture.jpg')] as const
      const drop = async () => {
        for (const place of places) await place.drop()
      }
      try {
        const [file, picture] = places
        const { result, issues } = await engine().features({ model, image, isRect, row, file: file.path, picture: picture.path }, signal)
        if (result === null || signal.aborted) {
          await drop()
          return { result: null, issues: [...issues] }
        }
        await forgetFeatures()
        const handle = bulk.offer(file.path, 'features')
        const pictureHandle = bulk.offer(picture.path, 'picture.jpg', 'image/jpeg')
        lastFeatures = { handles: [handle, pictureHandle], places }
        const { width, height, maps, ...rest } = result
        return { result: { ...rest, maps: [...maps], handle, picture: { handle: pictureHandle, width, height } }, issues: [...issues] }
      } catch (error) {
        await drop()
        throw error
      }
    },

    async 'preview.latency'({ runs, ...input }, { signal, progress }) {
      const job = { ...(await jobOf(input)), runs }
      const { latency, issues } = await engine().latency(job, { signal, onProgress: ({ done, total }) => progress({ done, total }) })
      return { latency, issues: [...issues] }
    },

    'preview.select': async (job, { signal }) => ({ detections: [...(await engine().select(job, signal))] }),
  }
  const close = async () => {
    await forgetLast()
    await forgetFeatures()
  }
  return { handlers, close }
}
