import { builtin } from '../../kernels'
import { HostError } from '../contract/host-error'
import { runTour } from './tour'

try {
  const model = process.argv[2] ?? 'yolov8-ema.yaml'
  const isWhole = await runTour({ model, folder: 'graft-out', graft: 'SEAttention', library: builtin, print: (text) => console.log(text) })
  process.exitCode = isWhole ? 0 : 1
} catch (error) {
  if (!(error instanceof HostError)) throw error
  console.error(`${error.message} ${error.cure}`)
  process.exitCode = 3
}
