import { type Dialect, yoloOverrides } from './dialect'

/** Ultralytics 8.4: counts leaf modules, freezes fused convolutions. */
export const ultralytics84: Dialect = {
  target: { id: 'ultralytics@8.4', base: 'ultralytics', version: [8, 4] },
  title: 'Ultralytics 8.4',
  libraries: ['ultralytics', 'graft'],
  layerCount: 'leaves',
  thop: '2.0.18',
  overrides: yoloOverrides,
  fuse: { freezes: true },
  keepsChannelsEqualTo: null,
  sharesActivation: true,
  evaluatesArguments: false,
  ignoredKeys: ['anchors', 'channel_multiple'],
  requiredKeys: [],
  strideImage: 256,
  proxyFallsBack: true,
  proxyChannels: 'first parameter',
}
