/** Seeds the demo clinic: what is there stays, what is missing is made, credentials are this installation's own. */
import { join } from 'node:path'
import type { Credential } from '../../devices/simulator/credential.ts'
import { KINDS } from '../../devices/simulator/kinds.ts'
import type { Person } from '../../devices/simulator/person.ts'
import { readCredentials, writeCredentials } from '../credentialsFile.ts'
import { createAssignmentStore } from '../store/assignments.ts'
import { createDeviceStore } from '../store/devices.ts'
import { ensureDevice } from '../store/ensureDevice.ts'
import type { NewDevice } from '../store/newDevice.ts'
import type { Store } from '../store/openStore.ts'
import { createPatientStore } from '../store/patients.ts'
import type { RandomBytes } from '../store/randomId.ts'
import { createWardStore } from '../store/wards.ts'
import { DEMO_BRIDGE, DEMO_PATIENTS, DEMO_WARD, type DemoDevice, type DemoPatient } from './demoPatients.ts'

export interface DemoClinicOptions {
  readonly store: Pick<Store, 'directory' | 'database'>
  readonly now: () => number
  readonly randomBytes: RandomBytes
}

type Stores = Pick<Store, 'devices' | 'patients' | 'wards' | 'assignments'>

export interface DemoClinic {
  /** Of the wearables, for `simulate --credentials`; only its owner may read it. */
  readonly credentialsFile: string
  readonly patients: number
  readonly wearables: number
}

/** In DATA_DIR. */
const CREDENTIALS_FILE = 'demo.json'

function personOf({ displayName, ageYears, sex, traits = [] }: DemoPatient): Person {
  return { seed: displayName, ageYears, sex, traits: [...traits] }
}

function newDeviceOf({ id, kind, label, intervalMs, address }: DemoDevice): NewDevice {
  const intervalS = Math.ceil((intervalMs ?? KINDS[kind].intervalMs) / 1000)
  if (address === undefined) return { id, kind: 'device', label, intervalS }
  return { id, kind: 'sensor', label, intervalS, bridgeId: DEMO_BRIDGE.id, address }
}

/** @returns credentials of all that the clinic has */
async function seed(
  { devices, patients, wards, assignments }: Stores,
  known: readonly Credential[],
  now: () => number,
): Promise<Credential[]> {
  const tokenOf = (id: string) => known.find((credential) => credential.id === id)?.token ?? ''

  const ward =
    (await wards.list()).find(({ name }) => name === DEMO_WARD) ?? (await wards.create({ name: DEMO_WARD }))
  const inhabitants = await patients.list()
  const patientIdOf = async (demo: DemoPatient): Promise<string> => {
    const { displayName, sex, ageYears } = demo
    const there = inhabitants.find((patient) => patient.displayName === displayName)
    if (there) return there.id
    const birthDate = `${new Date(now()).getUTCFullYear() - ageYears}-01-01`
    const patient = await patients.create({ displayName, sex, birthDate, wardId: ward.id })
    inhabitants.push(patient)
    return patient.id
  }

  const credentials: Credential[] = []
  const { label, id: bridgeId, prefix } = DEMO_BRIDGE
  const bridge = await ensureDevice(
    devices,
    { id: bridgeId, kind: 'bridge', prefix, label },
    tokenOf(bridgeId),
  )
  const sensors: Extract<Credential, { kind: 'bridge' }>['sensors'] = []
  for (const demo of DEMO_PATIENTS) {
    const patientId = await patientIdOf(demo)
    for (const device of demo.devices) {
      if (device.address !== undefined && bridge === null) continue
      const ensured = await ensureDevice(devices, newDeviceOf(device), tokenOf(device.id))
      // Revoked: somebody wants it gone.
      if (ensured === null) continue
      if (ensured.isNew) {
        await assignments.assign({ deviceId: device.id, patientId, preference: device.preference ?? 0 })
      }
      const { id, kind, intervalMs, clockSkewMs, address } = device
      const wearable = {
        kind,
        person: personOf(demo),
        ...(intervalMs === undefined ? {} : { intervalMs }),
        ...(clockSkewMs === undefined ? {} : { clockSkewMs }),
      }
      if (address === undefined) credentials.push({ id, token: ensured.token!, ...wearable })
      else sensors.push({ ...wearable, address })
    }
  }
  if (bridge !== null && sensors.length > 0) {
    credentials.push({ id: bridgeId, token: bridge.token!, kind: 'bridge', prefix, sensors })
  }
  return credentials
}

/** @throws Failure storeUnavailable, invalidRequest (a spoilt file of credentials) */
export async function createDemoClinic(options: DemoClinicOptions): Promise<DemoClinic> {
  const { store, now } = options
  const credentialsFile = join(store.directory.path, CREDENTIALS_FILE)
  const known = readCredentials(credentialsFile) ?? []
  // All or nothing: a device without its patient would stay so.
  const credentials = await store.database.db.transaction().execute((transaction) => {
    const stores = {
      devices: createDeviceStore(transaction, options),
      patients: createPatientStore(transaction, options),
      wards: createWardStore(transaction, options),
      assignments: createAssignmentStore(transaction, options),
    }
    return seed(stores, known, now)
  })
  writeCredentials(credentialsFile, credentials)
  const wearables = credentials.map((entry) => (entry.kind === 'bridge' ? entry.sensors.length : 1))
  return {
    credentialsFile,
    patients: DEMO_PATIENTS.length,
    wearables: wearables.reduce((sum, count) => sum + count, 0),
  }
}
