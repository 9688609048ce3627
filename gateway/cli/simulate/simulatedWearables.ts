/** Which wearables `simulate` runs when it is not told: `sim-001` and on, every dialect among them. */
import { createChance } from '../../../devices/simulator/chance.ts'
import type { Credential } from '../../../devices/simulator/credential.ts'
import { KINDS, type KindName } from '../../../devices/simulator/kinds.ts'
import { type Person, TRAITS } from '../../../devices/simulator/person.ts'
import { type EnsuredDevice, ensureDevice } from '../../store/ensureDevice.ts'
import type { NewDevice } from '../../store/newDevice.ts'
import type { Store } from '../../store/openStore.ts'

/** In this order again and again: one wearable shows the plainest dialect, ten show all. */
const ROTATION: readonly (KindName | 'bridge')[] = [
  'wrist',
  'oximeter',
  'patch',
  'ring',
  'cuff',
  'chestStrap',
  'glucoseMeter',
  'gattCuff',
  'scale',
  'bridge',
]

export function simulatedId(number: number): string {
  return `sim-${String(number).padStart(3, '0')}`
}

/** A wearer for a wearable of which nothing is known but its id. */
export function wearerOf(id: string, seed: string): Person {
  const chance = createChance(seed).fork(id)
  return {
    seed: `${seed}/${id}`,
    ageYears: Math.floor(chance.between(20, 90)),
    sex: chance.uniform(1) < 0.5 ? 'female' : 'male',
    traits: TRAITS.filter((_, index) => chance.uniform(100 + index) < 0.1),
  }
}

function intervalS(kind: KindName): number {
  return Math.ceil(KINDS[kind].intervalMs / 1000)
}

/** @returns null where the device was revoked */
async function ensureOne(
  store: Store,
  number: number,
  old: Credential | undefined,
): Promise<Credential | null> {
  const id = simulatedId(number)
  const kind = ROTATION[(number - 1) % ROTATION.length]!
  const ensure = (device: Omit<NewDevice, 'label'>, token: string): Promise<EnsuredDevice | null> =>
    ensureDevice(store.devices, { ...device, label: 'simulated' }, token)
  if (kind !== 'bridge') {
    const ensured = await ensure({ id, kind: 'device', intervalS: intervalS(kind) }, old?.token ?? '')
    return ensured && { id, token: ensured.token!, kind }
  }
  const address = (0xc0ffee000000 + number).toString(16).toUpperCase()
  const bridge = await ensure({ id, kind: 'bridge', prefix: id }, old?.token ?? '')
  const band: Omit<NewDevice, 'label'> = { id: `${id}-band`, kind: 'sensor', bridgeId: id, address }
  const sensor = bridge && (await ensure({ ...band, intervalS: intervalS('band') }, ''))
  return sensor && { id, token: bridge.token!, kind, prefix: id, sensors: [{ kind: 'band', address }] }
}

/**
 * Registers what is missing in the store of this machine.
 * @param known credentials of an earlier run
 * @returns credentials of `count` wearables, fewer where some were revoked
 */
export async function ensureSimulatedWearables(
  store: Store,
  count: number,
  known: readonly Credential[],
): Promise<Credential[]> {
  const credentials: Credential[] = []
  for (let number = 1; number <= count; number++) {
    const old = known.find(({ id }) => id === simulatedId(number))
    const credential = await ensureOne(store, number, old)
    if (credential) credentials.push(credential)
  }
  return credentials
}
