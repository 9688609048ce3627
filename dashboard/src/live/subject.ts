/** Whom a tile is about, a patient or a device that nobody wears, and what is known of their vitals. */
import type { VitalName } from '../../../devices/vitals.ts'
import type { LatestValue } from '../../../gateway/api/schemas/latest.ts'

export type SubjectKey = `patient:${string}` | `device:${string}`

export function patientKey(patientId: string): SubjectKey {
  return `patient:${patientId}`
}

export function deviceKey(deviceId: string): SubjectKey {
  return `device:${deviceId}`
}

/** The newest reading of one device. */
export type SourceReading = Pick<
  LatestValue,
  'deviceId' | 'vital' | 'value' | 'unit' | 'quality' | 'measuredAt' | 'receivedAt' | 'ageBasis' | 'position'
>

export interface TracePoint {
  readonly atMs: number
  /** null: measured nothing. */
  readonly value: number | null
  readonly late: boolean
}

export interface VitalState {
  readonly vital: VitalName
  readonly sources: ReadonlyMap<string, SourceReading>
  /** As the gateway chose; null until it said. */
  readonly preferredDeviceId: string | null
  /** Of each device, oldest first. */
  readonly traces: ReadonlyMap<string, readonly TracePoint[]>
}

export type Subject = ReadonlyMap<VitalName, VitalState>

/** When a reading counts as made: by its own time where that can be trusted. */
export function effectiveMs(reading: Pick<SourceReading, 'measuredAt' | 'receivedAt' | 'ageBasis'>): number {
  return Date.parse(reading.ageBasis === 'measured' ? reading.measuredAt : reading.receivedAt)
}

/** What its age counts from: nothing was measured after it was received, however fast a device's clock. */
export function agedFromMs(reading: Parameters<typeof effectiveMs>[0]): number {
  return Math.min(effectiveMs(reading), Date.parse(reading.receivedAt))
}

/** The source to show large: the gateway's choice, else the newest. */
export function shownSource({ sources, preferredDeviceId }: VitalState): SourceReading | null {
  const chosen = preferredDeviceId === null ? undefined : sources.get(preferredDeviceId)
  if (chosen) return chosen
  let newest: SourceReading | null = null
  for (const source of sources.values()) {
    if (newest === null || effectiveMs(source) > effectiveMs(newest)) newest = source
  }
  return newest
}
