import type { Origin } from '../../../graph-core/onnx/model-export'

/**
 * What an exported file says of where it comes from: Graft's version and the time. SOURCE_DATE_EPOCH, in seconds, stands for the time where
 * it is set, so that builds can be repeated to the byte. https://reproducible-builds.org/specs/source-date-epoch/
 */
export function originOf(version: string, now: Date = new Date(), epoch: string | undefined = process.env.SOURCE_DATE_EPOCH): Origin {
  const seconds = /^\d{1,11}$/.test(epoch ?? '') ? Number(epoch) : null
  return { version, date: (seconds === null ? now : new Date(1000 * seconds)).toISOString() }
}
