/** `devices.list`, `preview.run` and `preview.select` for one window: files become paths, a picture becomes a handle. */
import { join } from 'node:path'
import type { host as contract } from '../../contract/host'
import { HostError } from '../../contract/host-error'
import type { Handlers } from '../../contract/server'
import type { MadePlace } from '../files/bulk'
import { type PathGate, readable, weightChoice } from '../files/path-gate'
import type { Services } from '../host'
import { assetsFolder } from '../models/assets'
import type { Inference } from './inference'

type PreviewCalls = Pick<Handlers<typeof contract>, 'devices.list' | 'preview.run' | 'preview.select'>

/** What is kept of a window's last run, until its next one. */
interface LastRun {
  readonly run: string
  readonly handle: string
  readonly place: MadePlace
}

export interface Preview {
  readonly handlers: PreviewCalls
  /** The window is gone. */
  readonly close: () => Promise<void>
}

export function createPreview(services: Services, gate: PathGate): Preview {
  const { bulk } = services
  let last: LastRun | null = null

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

  const handlers: PreviewCalls = {
    'devices.list': async (_, { signal }) => ({ devices: [...(await engine().devices({ signal }))] }),

    async 'preview.run'({ model, weights, image, device, conf, iou }, { signal }) {
      const job = {
        model: { kind: 'text', ...model, weights: await weightChoice(weights, bulk, gate) },
        image: 'sample' in image ? sample(image.sample) : await readable(image, bulk, gate),
        device,
        conf,
        iou,
        isRect: true,
      } as const
      const place = await bulk.make('picture.jpg')
      try {
        const { result, issues } = await engine().run({ ...job, picture: place.path }, signal)
        if (result === null) await place.drop()
        if (result === null || signal.aborted) return { result: null, issues: [...issues] }
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

    'preview.select': async (job, { signal }) => ({ detections: [...(await engine().select(job, signal))] }),
  }
  return { handlers, close: forgetLast }
}

/** A photograph that comes with Graft. Throws HostError `file.missing`. */
function sample(name: string): string {
  if (!/^[\w-]+\.(jpg|png)$/.test(name)) throw new HostError('file.missing', `There is no sample ${name}.`)
  return join(assetsFolder(), 'samples', name)
}
