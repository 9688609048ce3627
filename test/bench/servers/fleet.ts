/** The wearables of a run, registered and given to patients in a data directory, before the product starts on it. */
import { randomBytes } from 'node:crypto'
import { createAssignmentStore } from '../../../gateway/store/assignments.ts'
import { createDeviceStore } from '../../../gateway/store/devices.ts'
import { openStore } from '../../../gateway/store/openStore.ts'
import { createPatientStore } from '../../../gateway/store/patients.ts'
import type { LoadDevice } from '../load/generator.ts'

/** The highest limit there is: it is checked like any other, and never reached. */
const MESSAGES_PER_SECOND = 1_000_000
const DAY_MS = 86_400_000

export function deviceIds(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `wearable-${String(i).padStart(5, '0')}`)
}

/** @returns the devices with their tokens */
export async function registerFleet(dataDir: string, count: number): Promise<LoadDevice[]> {
  const now = Date.now
  const store = await openStore({ dataDir, databaseUrl: null, exclusive: false, now, randomBytes })
  try {
    return await store.database.db.transaction().execute(async (transaction) => {
      const options = { now, randomBytes }
      const devices = createDeviceStore(transaction, options)
      const patients = createPatientStore(transaction, options)
      const assignments = createAssignmentStore(transaction, options)
      const fleet: LoadDevice[] = []
      for (const id of deviceIds(count)) {
        const { token } = await devices.register({
          id,
          kind: 'device',
          messagesPerSecond: MESSAGES_PER_SECOND,
        })
        const patient = await patients.create({ displayName: `Patient of ${id}` })
        await assignments.assign({ deviceId: id, patientId: patient.id, fromMs: now() - DAY_MS })
        fleet.push({ id, token: token! })
      }
      return fleet
    })
  } finally {
    await store.close()
  }
}
