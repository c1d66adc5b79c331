/** YOLOv5's own repository: heads with anchors, one pair of multiples a file. https://github.com/ultralytics/yolov5 */
import { headerEntry } from '../document/header'
import type { Document } from '../document/types'
import { type Dialect, yoloOverrides } from './dialect'

const hasMultiples = (document: Document) =>
  headerEntry(document, 'depth_multiple') !== undefined && headerEntry(document, 'width_multiple') !== undefined

/** Whether the head is given the file's anchors, as no other library does it; such a file may be lacking a key while it is written. */
const givesAnchors = ({ rows }: Document) => rows.at(-1)?.args.some(({ value }) => value === 'anchors') === true

const unknownKeys = ['scales', 'scale', 'reg_max', 'end2end', 'kpt_shape']

/**
 * YOLOv5 as it is now: since July of 2026 (2e3ec55) it takes `model_info` from the ultralytics package, which counts leaf modules and measures
 * GFLOPs on the full image where the small one fails. The releases have a `model_info` of their own, which then prints none.
 */
export const yolov5: Dialect = {
  target: { id: 'yolov5', base: 'yolov5', version: [7, 1] },
  title: 'YOLOv5',
  libraries: ['yolov5', 'graft'],
  unnamed: [],
  layerCount: 'leaves',
  thop: '2.0.18',
  overrides: yoloOverrides,
  fuse: { freezes: false },
  keepsChannelsEqualTo: 'outputs',
  sharesActivation: true,
  evaluatesArguments: true,
  ignoredKeys: unknownKeys,
  requiredKeys: ['nc', 'depth_multiple', 'width_multiple', 'anchors'],
  isWrittenFor: (document) =>
    headerEntry(document, 'anchors') !== undefined &&
    headerEntry(document, 'scales') === undefined &&
    (hasMultiples(document) || givesAnchors(document)),
  strideImage: 256,
  proxyFallsBack: true,
  proxyChannels: 'first parameter',
}

/** Release 7.0 of 2022: counts all modules. */
export const yolov5At70: Dialect = {
  ...yolov5,
  target: { id: 'yolov5@7.0', base: 'yolov5', version: [7, 0] },
  title: 'YOLOv5 7.0',
  layerCount: 'modules',
  thop: '0.1.1',
  proxyFallsBack: false,
  ignoredKeys: [...unknownKeys, 'channel_multiple'],
  isWrittenFor: undefined,
}

/** Release 6.1 of early 2022: besides, every Conv makes an activation of its own, and always SiLU, and GFLOPs are measured on an image of the model's channels. */
export const yolov5At61: Dialect = {
  ...yolov5At70,
  target: { id: 'yolov5@6.1', base: 'yolov5', version: [6, 1] },
  title: 'YOLOv5 6.1',
  sharesActivation: false,
  proxyChannels: 'image',
  ignoredKeys: [...yolov5At70.ignoredKeys, 'activation'],
}
