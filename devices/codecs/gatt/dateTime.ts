/**
 * Date Time (0x2A08) of Bluetooth's GATT Specification Supplement: year, month, day, hours, minutes, seconds.
 *
 * It carries no zone. It is read as UTC: the hub that forwards the bytes knows no more than we do, and a clock that
 * is set to local time is off by the same whole hours in every message, which the skew estimated for each device
 * makes good.
 */
import { TIME_ALLOWED, utcMidnight } from '../../calendar.ts'
import { type Refusal, refuse } from '../../refusal.ts'
import type { ByteReader } from './byteReader.ts'

/** @returns Unix milliseconds; NaN where year, month or day is 0, "not known" */
export function readDateTime(reader: ByteReader, field: string): number | Refusal {
  const [year, month, day] = [reader.u16(), reader.u8(), reader.u8()]
  const [hours, minutes, seconds] = [reader.u8(), reader.u8(), reader.u8()]
  if (year === 0 || month === 0 || day === 0) return Number.NaN
  const midnight = utcMidnight(year, month, day)
  if (midnight === null || hours > 23 || minutes > 59 || seconds > 59) {
    return refuse('badTime', field, TIME_ALLOWED)
  }
  return midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000
}
