import { defineBlock, int } from '../../../graph-core/symbolic'
import { Conv } from '../../blocks/ultralytics'
import * as nn from '../../layers/nn'

/** Prototypes of masks at twice the size of the map. */
export const Proto = defineBlock('Proto', {
  library: 'yolov5',
  file: 'common',
  since: '7',
  about: { category: 'head part', summary: 'Makes prototypes of masks at twice the size of the map.' },
  args: { c1: int(), c_: int(256), c2: int(32) },
  build: ({ c1, c_, c2 }, env) => ({
    cv1: Conv(env, c1, c_, 3),
    upsample: nn.Upsample(null, 2, 'nearest'),
    cv2: Conv(env, c_, c_, 3),
    cv3: Conv(env, c_, c2),
  }),
  forward: ({ cv1, upsample, cv2, cv3 }, x) => cv3(cv2(upsample(cv1(x)))),
})
