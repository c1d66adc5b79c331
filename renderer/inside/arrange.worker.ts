/** Arranges insides away from the window. `arranger.ts` is its other end. */
import { arrange } from '../../graph-core/inside/arrange'
import type { Asked, Told } from './arranger'

self.onmessage = ({ data: { id, loose } }: MessageEvent<Asked>) => self.postMessage({ id, arranged: arrange(loose) } satisfies Told)
