/** Where YOLOv5 keeps most of its blocks. */
export const common = { library: 'yolov5', file: 'common' } as const
