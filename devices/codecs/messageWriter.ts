/** What every wire format does with a measurement, in one place: convert, check against the table, hand on. */
import type { MessageSink } from '../codec.ts'
import { QUALITY } from '../quality.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { scaled } from '../scaled.ts'
import type { Units } from '../units.ts'
import { VITALS, type Vital, type VitalGroup } from '../vitals.ts'

/** Where in the payload the parts of one measurement stood, for refusals. */
export interface Place {
  readonly vital: string
  readonly value: string
  readonly unit: string
}

export interface Measurement {
  readonly vital: Vital
  /** As sent; null where the sensor gives none, which only `invalid` and `noSignal` may. */
  readonly value: number | null
  readonly unit: string
  /** Number from QUALITY. */
  readonly quality: number
}

export interface MessageWriter {
  add(measurement: Measurement, place: Place): Refusal | null
  /** @param level word of a coded vital, as in 'A' for alert; null where there is none */
  addLevel(vital: Vital, level: string | null, quality: number, place: Place): Refusal | null
  /** @param field what held the readings */
  close(field: string): Refusal | null
}

const GROUPS = Map.groupBy(VITALS, (vital) => vital.group) as ReadonlyMap<VitalGroup | null, readonly Vital[]>

/** Opens a message in the sink; after a refusal the caller undoes what was written. */
export function openMessage(units: Units, sink: MessageSink, atMs: number, sequence: number): MessageWriter {
  const seen = new Set<Vital>()
  sink.message(atMs, sequence)

  function see(vital: Vital, place: Place): Refusal | null {
    if (seen.has(vital))
      return refuse('repeatedVital', place.vital, 'each vital once in a message', vital.name)
    seen.add(vital)
    return null
  }

  function write(measurement: Measurement, place: Place): Refusal | null {
    const { vital, quality, unit } = measurement
    const sent = measurement.value ?? 0
    if (!Number.isFinite(sent)) return refuse('notANumber', place.value, 'a finite number')
    const converted = units.convert(sent, unit, vital)
    if (typeof converted === 'string') {
      return refuse(converted, place.unit, `${vital.unit}, or a UCUM unit that converts to it`, unit)
    }
    // Beside a 0 that is no value, what was sent says why (an error code, 255 off the skin).
    const original = sent === 0 ? null : (converted.original ?? { value: sent, unit: vital.unit })
    const [low, high] = vital.plausible
    const tooLow = converted.value < scaled(low, vital.decimals)
    const tooHigh = converted.value > scaled(high, vital.decimals)
    const silence = vital.noSignalAtOrBelow
    if (quality === QUALITY.noSignal || (quality === QUALITY.invalid && (tooLow || tooHigh))) {
      sink.reading(vital, 0, quality, original)
    } else if (
      quality !== QUALITY.invalid &&
      silence !== null &&
      converted.value <= scaled(silence, vital.decimals)
    ) {
      sink.reading(vital, 0, QUALITY.noSignal, original)
    } else if (tooLow || tooHigh) {
      return refuse('notPlausible', place.value, `${low} to ${high} ${vital.unit}`)
    } else {
      sink.reading(vital, converted.value, quality, converted.original)
    }
    return null
  }

  return {
    add: (measurement, place) => see(measurement.vital, place) ?? write(measurement, place),

    addLevel(vital, level, quality, place) {
      const repeated = see(vital, place)
      if (repeated) return repeated
      const words = vital.levels ?? []
      const index = level === null ? 0 : words.indexOf(level)
      if (index < 0) return refuse('notPlausible', place.value, `one of ${words.join(', ')}`)
      sink.reading(vital, quality === QUALITY.noSignal ? 0 : index, quality, null)
      return null
    },

    close(field) {
      if (seen.size === 0) return refuse('noReading', field, 'at least one reading of a vital sign')
      for (const vital of seen) {
        const members = vital.group === null ? [] : (GROUPS.get(vital.group) ?? [])
        if (!members.every((member) => seen.has(member))) {
          const names = members.map((member) => member.name).join(' and ')
          return refuse('incompletePair', field, `${names} together`, vital.name)
        }
      }
      return null
    },
  }
}
