/** The pair that both pulse oximeter characteristics carry. */
import type { CharacteristicReading } from './characteristic.ts'
import type { MedicalFloat } from './medicalFloat.ts'

export function plxReadings(
  spo2: MedicalFloat,
  pulseRate: MedicalFloat,
  quality: number,
): CharacteristicReading[] {
  return [
    { vital: 'oxygenSaturation', value: spo2, unit: '%', quality, field: 'spo2' },
    { vital: 'heartRate', value: pulseRate, unit: '/min', quality, field: 'pulseRate' },
  ]
}
