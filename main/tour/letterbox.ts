import sharp from 'sharp'

/**
 * An image file as a network reads it: `[1, 3, height, width]`, RGB in 0..1, scaled to fit and centred on grey (114), as
 * Ultralytics letterboxes.
 */
export async function letterbox(path: string, [height, width]: readonly [number, number]): Promise<Float32Array> {
  const grey = { r: 114, g: 114, b: 114 }
  const { data } = await sharp(path)
    .rotate()
    .flatten({ background: grey })
    .toColourspace('srgb')
    .resize(width, height, { fit: 'contain', background: grey, kernel: 'linear' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const plane = height * width
  const values = new Float32Array(3 * plane)
  for (let i = 0; i < plane; i++) for (let c = 0; c < 3; c++) values[c * plane + i] = data[3 * i + c]! / 255
  return values
}
