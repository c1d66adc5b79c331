/**
 * How long a model takes, row by row and from the file to what is found. On the CPU onnxruntime's profiler says it, while the model runs as it always does;
 * on another device, where the profiler sees only how long work takes to be ordered, the network is cut behind each row and differences are taken.
 */
import type { Letterbox } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import { HostError } from '../../../contract/host-error'
import { deviceNames, shortened, slowHere } from '../devices/device-names'
import type { Devices } from '../devices/devices'
import type { Feeds } from '../networks/feeds'
import { decodeImage } from '../images/image'
import { measureByCuts } from './latency-cuts'
import { measureByProfiler } from './latency-profiler'
import type { Measuring } from './latency-rounds'
import type { DeviceId, LatencyAnswer, LatencyJob, Progress } from '../process/messages'
import type { Network } from '../networks/network'
import type { Selector } from '../results/selector'

export interface MeasureOptions {
  readonly devices: Devices
  readonly feeds: Feeds
  readonly selector: Selector
  readonly onDevice: (device: DeviceId | null, isTrial: boolean) => void
  readonly onProgress: (progress: Progress) => void
}

export function createMeasure({ devices, feeds, selector, onDevice, onProgress }: MeasureOptions) {
  const measureOn = (id: DeviceId, network: Network, place: Letterbox, job: LatencyJob) => {
    const round: Measuring['round'] = async (run) => {
      const start = performance.now()
      const pixels = await decodeImage(job.image)
      const decoded = performance.now()
      const seen = feeds.seen(pixels, place)
      const fitted = performance.now()
      const fed = await feeds.of(network, seen, place)
      const ready = performance.now()
      const given = await run(fed)
      const ran = performance.now()
      const outputs = network.outputs.map((name) => given[name]!)
      await selector.select({ outputs, form: network.meaning.form, letterbox: place }, { conf: 0.25, iou: 0.7 })
      const end = performance.now()
      // A file's letterbox is run where its tensor is made.
      const [fit, feed] = network.input === 'pixels' ? [fitted - decoded, ready - fitted] : [ready - decoded, 0]
      return { decode: decoded - start, fit, feed, run: ran - ready, select: end - ran, total: end - start }
    }
    const what: Measuring = {
      network,
      place,
      runs: job.runs,
      feeds,
      image: job.image,
      round,
      onProgress,
      onWork: () => onDevice(id, false),
    }
    return id === 'cpu' ? measureByProfiler(what) : measureByCuts(id, what)
  }

  return async (network: Network, place: Letterbox, job: LatencyJob): Promise<LatencyAnswer> => {
    const reasons: string[] = []
    for await (const { id, refusal, isSlow } of devices.choices(job.device)) {
      if (refusal === null && isSlow && id !== 'cpu') {
        throw new HostError('latency.unavailable', `${deviceNames[id]}: ${slowHere} Measuring row by row would take very long.`)
      }
      if (refusal !== null) {
        reasons.push(`${deviceNames[id]}: ${refusal}`)
        continue
      }
      try {
        const answer = await measureOn(id, network, place, job)
        if ('issues' in answer) return { latency: null, issues: [...network.issues, ...answer.issues] }
        const device = { id, name: deviceNames[id], reason: reasons.length > 0 ? reasons.join(' ') : null }
        return { latency: { ...answer, device, imgsz: [place.canvas[0], place.canvas[1]] }, issues: network.issues }
      } catch (error) {
        if (error instanceof HostError) throw error
        reasons.push(`${deviceNames[id]}: ${shortened(error instanceof Error ? error.message : String(error))}`)
      } finally {
        onDevice(null, false)
      }
    }
    throw new HostError('latency.unavailable', reasons.join(' '))
  }
}
