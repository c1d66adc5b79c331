import type { Report } from '../../graph-core/analysis'
import type { ModelHeader } from '../../graph-core/dialects'
import type { Document } from '../../graph-core/document'
import { headerOf, scaledChannels } from '../session'

/** How a channel number becomes the built one: `1024 → min(1024, 1024) × 0.25 = 256 → 256`. */
export function channelArithmetic(document: Document, report: Pick<Report, 'scale' | 'target'>, written: number): string {
  const { maxChannels, width, outputs } = headerOf(document, report)
  const built = scaledChannels(document, report, written)
  const product = Math.min(written, maxChannels) * width
  if (built === written && product !== written) return `${written} = ${written === outputs ? 'na × (nc + 5)' : 'nc'} → ${built}`
  const capped = Number.isFinite(maxChannels) ? `min(${written}, ${maxChannels})` : String(written)
  return `${written} → ${capped} × ${width} = ${Number(product.toFixed(2))} → ${built}`
}

/** By how much a row's number must change so that the built one surely does. */
export const channelStep = ({ channelMultiple, width }: Pick<ModelHeader, 'channelMultiple' | 'width'>): number =>
  Math.max(1, Math.ceil(1 / width)) * channelMultiple
