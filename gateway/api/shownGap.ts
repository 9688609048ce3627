/** A stored sequence gap as the API shows it. */
import type { SequenceGap } from '../journal/entry.ts'
import { isoTime } from './isoTime.ts'
import type { Gap } from './schemas/gap.ts'

export function shownGap({ deviceId, firstMissing, lastMissing, detectedAtMs }: SequenceGap): Gap {
  return { deviceId, firstMissing, lastMissing, detectedAt: isoTime(detectedAtMs) }
}
