import type { Dialect } from './dialect'
import { ultralytics84 } from './ultralytics-8.4'

/** Ultralytics 8.0 to early 8.3: counts all modules, keeps gradients of fused convolutions, leaves channels equal to nc alone. */
export const ultralytics8363: Dialect = {
  ...ultralytics84,
  target: { id: 'ultralytics@8.3.63', base: 'ultralytics', version: [8, 3, 63] },
  title: 'Ultralytics 8.3.63',
  layerCount: 'modules',
  fuse: { freezes: false },
  keepsChannelsEqualTo: 'nc',
}
