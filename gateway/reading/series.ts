/** Follower: readings as points of a time series, for those who chart and analyse with their own tools. */
import { isValue, QUALITIES } from '../../devices/quality.ts'
import { vitalWithCode } from '../../devices/vitals.ts'
import { type Entry, judgedAtMs } from '../journal/entry.ts'

export const SERIES_CURSOR = 'series'

/** One measurement a vital; a value is a decimal number in the vital's unit. */
export interface SeriesPoint {
  readonly measurement: string
  readonly tags: Readonly<Record<string, string>>
  readonly fields: Readonly<Record<string, number | boolean | string>>
  /** Nanoseconds since 1970, as text. */
  readonly timestamp: string
}

/** Writes points; the same point again replaces itself. */
export type WritePoints = (points: readonly SeriesPoint[]) => Promise<void>

const NANOSECONDS_A_MILLISECOND = 1_000_000n

/**
 * The journal position stands in the nanoseconds: two messages of one millisecond stay two points, and a batch
 * written twice lands on the same ones.
 */
function timestamp(atMs: number, position: number): string {
  return String(BigInt(atMs) * NANOSECONDS_A_MILLISECOND + (BigInt(position) % NANOSECONDS_A_MILLISECOND))
}

export function seriesPoints(entries: readonly Entry[]): SeriesPoint[] {
  const points: SeriesPoint[] = []
  for (const entry of entries) {
    if (entry.kind !== 'message') continue
    const { message } = entry
    for (const reading of message.readings) {
      const vital = vitalWithCode(reading.vitalCode)
      if (vital === undefined) continue
      const fields: Record<string, number | boolean | string> = {
        quality: QUALITIES[reading.quality],
        late: reading.late,
        timeUntrusted: message.timeUntrusted,
        received: new Date(message.receivedAtMs).toISOString(),
      }
      if (isValue(reading.quality)) fields.value = reading.value / 10 ** reading.decimals
      points.push({
        measurement: vital.name,
        tags: {
          device: message.deviceId,
          unit: vital.unit,
          ...(message.patientId === null ? {} : { patient: message.patientId }),
        },
        fields,
        timestamp: timestamp(judgedAtMs(message), message.position),
      })
    }
  }
  return points
}

export interface SeriesHandlerOptions {
  readonly writePoints: WritePoints
  readonly writeCursor: (position: number) => Promise<void>
}

export function createSeriesHandler({ writePoints, writeCursor }: SeriesHandlerOptions) {
  return async (entries: readonly Entry[], position: number): Promise<void> => {
    const points = seriesPoints(entries)
    if (points.length > 0) await writePoints(points)
    await writeCursor(position)
  }
}
