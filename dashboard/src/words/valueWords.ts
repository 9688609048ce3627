/** Values as they are written: digits by the table of vitals, words where there is no number. */
import type { VitalName } from '../../../devices/vitals.ts'
import type { ReadingQuality } from '../../../gateway/api/schemas/vital.ts'
import { vitalOf } from './vitalWords.ts'

/** Never 0, never blank. */
export const NO_VALUE = '– –'

export function valueWords(vital: VitalName, value: number | null): string {
  if (value === null) return NO_VALUE
  const { levels, shownDecimals } = vitalOf(vital)
  if (levels) return levels[value] ?? NO_VALUE
  return value.toLocaleString('en-GB', {
    minimumFractionDigits: shownDecimals,
    maximumFractionDigits: shownDecimals,
    useGrouping: false,
  })
}

const QUALITY_WORDS: Record<ReadingQuality, string | null> = {
  unstated: null,
  good: null,
  questionable: 'questionable',
  invalid: 'sensor fault',
  noSignal: 'no signal',
}

/** null where there is nothing to say about it. */
export function qualityWords(quality: ReadingQuality): string | null {
  return QUALITY_WORDS[quality]
}
