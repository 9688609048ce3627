/** The demo clinic: invented people and what they wear; nobody of these names exists, nor any of these values. */

import type { KindName } from '../../devices/simulator/kinds.ts'
import type { Person, Trait } from '../../devices/simulator/person.ts'

export interface DemoDevice {
  readonly id: string
  readonly kind: KindName
  readonly label: string
  /** Shorter than a kind's own where a visitor should see it move. */
  readonly intervalMs?: number
  readonly clockSkewMs?: number
  /** MAC of a sensor that is heard by the bridge. */
  readonly address?: string
  /** Among devices of one patient that measure the same vital. */
  readonly preference?: number
}

export interface DemoPatient {
  readonly displayName: string
  readonly ageYears: number
  readonly sex: Person['sex']
  readonly traits?: readonly Trait[]
  readonly devices: readonly DemoDevice[]
}

export const DEMO_WARD = 'Demo ward'
export const DEMO_BRIDGE = { id: 'demo-bridge', prefix: 'demo-bridge', label: 'corridor' } as const

const MINUTE_MS = 60_000

export const DEMO_PATIENTS: readonly DemoPatient[] = [
  {
    displayName: 'Ada Exempla (demo)',
    ageYears: 46,
    sex: 'female',
    devices: [
      { id: 'demo-oximeter-1', kind: 'oximeter', label: 'bed 1, finger', intervalMs: 2000, preference: 1 },
      { id: 'demo-wrist-1', kind: 'wrist', label: 'bed 1, wrist' },
    ],
  },
  {
    displayName: 'Bruno Fictus (demo)',
    ageYears: 71,
    sex: 'male',
    traits: ['fever'],
    devices: [{ id: 'demo-patch-1', kind: 'patch', label: 'bed 2, chest' }],
  },
  {
    displayName: 'Cora Musterfrau (demo)',
    ageYears: 78,
    sex: 'female',
    traits: ['lungDisease'],
    devices: [{ id: 'demo-oximeter-2', kind: 'oximeter', label: 'bed 3, finger', intervalMs: 5000 }],
  },
  {
    displayName: 'Dario Inventado (demo)',
    ageYears: 63,
    sex: 'male',
    traits: ['hypertension'],
    devices: [{ id: 'demo-cuff-1', kind: 'cuff', label: 'bed 4, arm', intervalMs: MINUTE_MS }],
  },
  {
    displayName: 'Elin Påhittad (demo)',
    ageYears: 55,
    sex: 'female',
    devices: [{ id: 'demo-cuff-2', kind: 'gattCuff', label: 'bed 5, arm, Bluetooth', intervalMs: MINUTE_MS }],
  },
  {
    displayName: 'Fabrice Imaginé (demo)',
    ageYears: 34,
    sex: 'male',
    devices: [{ id: 'demo-ring-1', kind: 'ring', label: 'bed 6, finger, SenML' }],
  },
  {
    displayName: 'Gwen Placeholder (demo)',
    ageYears: 27,
    sex: 'female',
    traits: ['athlete'],
    devices: [{ id: 'demo-strap-1', kind: 'chestStrap', label: 'bed 7, chest, Bluetooth' }],
  },
  {
    displayName: 'Hugo Przykład (demo)',
    ageYears: 59,
    sex: 'male',
    traits: ['diabetes'],
    devices: [
      { id: 'demo-glucose-1', kind: 'glucoseMeter', label: 'bed 8, Bluetooth', intervalMs: MINUTE_MS },
    ],
  },
  {
    displayName: 'Iris Esempio (demo)',
    ageYears: 49,
    sex: 'female',
    devices: [{ id: 'demo-scale-1', kind: 'scale', label: 'bathroom', intervalMs: 5 * MINUTE_MS }],
  },
  {
    displayName: 'Jonas Beispiel (demo)',
    ageYears: 83,
    sex: 'male',
    traits: ['hypertension'],
    devices: [{ id: 'demo-patch-2', kind: 'patch', label: 'bed 10, chest' }],
  },
  {
    displayName: 'Kaya Örnek (demo)',
    ageYears: 31,
    sex: 'female',
    devices: [{ id: 'demo-wrist-2', kind: 'wrist', label: 'bed 11, clock 45 s fast', clockSkewMs: 45_000 }],
  },
  {
    displayName: 'Leo Voorbeeld (demo)',
    ageYears: 67,
    sex: 'male',
    devices: [{ id: 'demo-band-1', kind: 'band', label: 'bed 12, by bridge', address: 'C0FFEE00D301' }],
  },
]
