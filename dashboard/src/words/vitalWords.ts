/** Vital signs as they are written in a narrow place. */
import { type Vital, type VitalName, vitalNamed } from '../../../devices/vitals.ts'

const SHORT: Partial<Record<VitalName, string>> = {
  heartRate: 'HR',
  respiratoryRate: 'Resp',
  bodyTemperature: 'Temp',
  systolicBloodPressure: 'BP',
  consciousness: 'ACVPU',
  supplementalOxygen: 'O₂ given',
}

/** The row of the table, which the type of the name promises. */
export function vitalOf(name: VitalName): Vital {
  return vitalNamed(name)!
}

export function shortLabel(name: VitalName): string {
  return SHORT[name] ?? vitalOf(name).label
}
