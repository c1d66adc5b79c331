/** A model without rows, to be built block by block: the scales of YOLOv8, and two lists that wait for their first row. */
export const emptyModel = {
  /** By which it is opened again, as long as nobody changed it. */
  template: 'empty',
  name: 'model.yaml',
  text: `nc: 80 # number of classes
scales: # depth, width, most channels
  n: [0.33, 0.25, 1024]
  s: [0.33, 0.50, 1024]
  m: [0.67, 0.75, 768]
  l: [1.00, 1.00, 512]
  x: [1.00, 1.25, 512]

backbone: []

head: []
`,
} as const
