/** Layers that move values between channels and places. https://pytorch.org/docs/stable/nn.html#vision-layers */
import { defineLayer, int } from '../../graph-core/symbolic'

/** r² channels become r × r places. */
export const PixelShuffle = defineLayer('PixelShuffle', {
  file: 'pixelshuffle',
  args: { upscale_factor: int() },
  forward: ({ upscale_factor: r }, x) => x.rearrange('b (c i j) h w -> b c (h i) (w j)', { i: r, j: r }),
})

/** r × r places become r² channels. */
export const PixelUnshuffle = defineLayer('PixelUnshuffle', {
  file: 'pixelshuffle',
  args: { downscale_factor: int() },
  forward: ({ downscale_factor: r }, x) => x.rearrange('b c (h i) (w j) -> b (c i j) h w', { i: r, j: r }),
})

/** Channels of g groups are dealt out one from each group in turn. */
export const ChannelShuffle = defineLayer('ChannelShuffle', {
  file: 'channelshuffle',
  args: { groups: int() },
  forward: ({ groups: g }, x) => x.rearrange('b (g c) h w -> b (c g) h w', { g }),
})
