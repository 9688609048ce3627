/** What a tile says of each vital sign, each always in its place; blood pressure is one pair. */
import type { VitalName } from '../../../devices/vitals.ts'
import { qualityWords, valueWords } from '../words/valueWords.ts'
import { shortLabel, vitalOf } from '../words/vitalWords.ts'
import { staleAfterMs } from './staleness.ts'
import { agedFromMs, type SourceReading, type Subject, shownSource, type TracePoint } from './subject.ts'

export interface VitalCell {
  readonly vital: VitalName
  readonly label: string
  /** For those who hear the page. */
  readonly spokenLabel: string
  readonly text: string
  readonly unit: string
  /** What the sensor says against its own value, null: nothing. */
  readonly doubt: string | null
  readonly deviceId: string
  readonly position: number
  readonly agedFromMs: number
  readonly staleAfterMs: number
  /** Devices that measure this vital of this patient. */
  readonly sources: number
  readonly isPreferred: boolean
  readonly trace: readonly TracePoint[]
  /** The widest silence that a line may cross. */
  readonly gapMs: number
}

/** The three that a nurse looks for first, then the others. */
export const PLACES: readonly VitalName[] = [
  'oxygenSaturation',
  'heartRate',
  'respiratoryRate',
  'systolicBloodPressure',
  'diastolicBloodPressure',
  'bodyTemperature',
  'glucose',
  'supplementalOxygen',
  'consciousness',
  'bodyWeight',
  'steps',
]

/** The other half of the same message, else it is not the same measurement. */
function diastolic(subject: Subject, systolic: SourceReading): number | null {
  const half = subject.get('diastolicBloodPressure')?.sources.get(systolic.deviceId)
  return half?.position === systolic.position ? half.value : null
}

function cellText(subject: Subject, shown: SourceReading): string {
  const text = valueWords(shown.vital, shown.value)
  if (shown.vital !== 'systolicBloodPressure' || shown.value === null) return text
  return `${text}/${valueWords('diastolicBloodPressure', diastolic(subject, shown))}`
}

/** @param intervalSeconds of a device, null where unknown */
export function vitalCells(
  subject: Subject,
  intervalSeconds: (deviceId: string) => number | null,
): VitalCell[] {
  return PLACES.flatMap((vital): VitalCell[] => {
    const state = subject.get(vital)
    const shown = state && shownSource(state)
    if (!state || !shown || vital === 'diastolicBloodPressure') return []
    const staleMs = staleAfterMs(vital, intervalSeconds(shown.deviceId))
    const isPair = vital === 'systolicBloodPressure'
    return [
      {
        vital,
        label: shortLabel(vital),
        spokenLabel: isPair ? 'Blood pressure' : vitalOf(vital).label,
        text: cellText(subject, shown),
        unit: vitalOf(vital).shownUnit,
        doubt: qualityWords(shown.quality),
        deviceId: shown.deviceId,
        position: shown.position,
        agedFromMs: agedFromMs(shown),
        staleAfterMs: staleMs,
        sources: state.sources.size,
        isPreferred: shown.deviceId === state.preferredDeviceId,
        trace: state.traces.get(shown.deviceId) ?? [],
        gapMs: staleMs,
      },
    ]
  })
}

/** Late readings among the last minutes: charted, never the newest value. */
export function lateReadings(subject: Subject): number {
  let late = 0
  for (const { traces } of subject.values()) {
    for (const trace of traces.values()) late += trace.filter((point) => point.late).length
  }
  return late
}
