/** A stored reading as the API and the sockets show it: decimal number, unit, words for its quality. */
import { isValue, QUALITIES } from '../../devices/quality.ts'
import { VITALS, vitalWithCode } from '../../devices/vitals.ts'
import { failure } from '../failures.ts'
import { decimal } from './decimal.ts'
import type { ReadingQuality, VitalSign, VitalValue } from './schemas/vital.ts'

export interface ShownReading {
  readonly vital: VitalSign
  readonly value: VitalValue
  readonly unit: string
  readonly quality: ReadingQuality
}

/** @param reading integer of 10^-decimals units, and numbers of the vitals table and of QUALITY */
export function shownReading(reading: {
  readonly vitalCode: number
  readonly value: number
  readonly quality: number
}): ShownReading {
  const vital = vitalWithCode(reading.vitalCode)
  if (!vital) {
    throw failure('internal', 'A stored vital is not in the table.', {
      field: 'vitalCode',
      allowed: VITALS.map(({ code }) => String(code)),
      given: reading.vitalCode,
    })
  }
  return {
    vital: vital.name as VitalSign,
    value: isValue(reading.quality) ? decimal(reading.value, vital.decimals) : null,
    unit: vital.unit,
    quality: QUALITIES[reading.quality] ?? 'unstated',
  }
}
