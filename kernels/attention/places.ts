/** Moves between maps and sequences of places that several blocks make. */
import type { Dim, Frame, Tensor } from '../../graph-core/symbolic'

/** [b, c, h, w] to [b, h · w, c]. */
export const placesOf = (map: Tensor): Tensor => map.rearrange('b c h w -> b (h w) c')

/** [b, h · w, c] to [b, c, h, w], of the height and width `like` has. */
export const mapOf = (places: Tensor, like: Tensor): Tensor =>
  places.rearrange('b (h w) c -> b c h w', { h: like.size(2), w: like.size(3) })

/** [b, c, h · w] to [b, c, h, w], of the height and width `like` has. */
export const mapOfChannels = (channels: Tensor, like: Tensor): Tensor =>
  channels.rearrange('b c (h w) -> b c h w', { h: like.size(2), w: like.size(3) })

/** True on the diagonal of a matrix of n × n. */
export function diagonal(n: Dim, f: Frame): Tensor {
  const index = f.arange(n)
  return index.reshape(n, 1).sub(index.reshape(1, n)).abs().lt(0.5)
}
