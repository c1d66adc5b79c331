/** The image sizes that are offered: multiples of every usual stride. */
export const imageSizes = [224, 320, 416, 480, 512, 640, 736, 896, 1024, 1280] as const
