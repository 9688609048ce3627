import { afterEach, expect, test } from '@jest/globals'
import { createDirectory, type Directory } from '../../../gateway/directory.ts'
import { createEvents } from '../../../gateway/events.ts'
import { createLog } from '../../../gateway/log.ts'
import type { DirectorySnapshot } from '../../../gateway/reading/directory.ts'
import type { Device } from '../../../gateway/store/deviceTable.ts'
import { eventually } from '../../support/eventually.ts'
import { registeredDevice } from '../../support/registeredDevice.ts'

let directory: Directory | null = null

afterEach(() => directory?.close())

/** A store in memory: every change is a new revision. */
async function open(...first: Device[]) {
  let devices = first
  let revision = 1
  let down = false
  const disconnected: string[][] = []
  const snapshots: DirectorySnapshot[] = []
  const lines: string[] = []
  const numbers = new Map<string, number>()
  directory = await createDirectory({
    devices: { list: async () => devices },
    assignments: {
      list: async () => [
        { id: 'a', deviceId: 'oxi-1', patientId: 'p-1', fromMs: 5, untilMs: null, preference: 0 },
      ],
    },
    revision: {
      async read() {
        if (down) throw new Error('down')
        return revision
      },
    },
    numberOf(kind, id) {
      const key = `${kind} ${id}`
      if (!numbers.has(key)) numbers.set(key, numbers.size + 1)
      return numbers.get(key) as number
    },
    setDirectory: (snapshot) => void snapshots.push(snapshot),
    disconnect: (deviceId, reason) => void disconnected.push([deviceId, reason]),
    events: createEvents(),
    log: createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } }),
  })
  return {
    directory,
    disconnected,
    snapshots,
    lines,
    change(...changed: Device[]) {
      devices = changed
      revision++
    },
    setDown(isDown: boolean) {
      down = isDown
    },
  }
}

test('the ingest learns assignments and sensors before the first device is let in; nobody is sent away', async () => {
  const { snapshots, disconnected } = await open(
    registeredDevice({ id: 'oxi-1', credentialVersion: 3 }),
    registeredDevice({ id: 'bridge-1', kind: 'bridge' }),
    registeredDevice({ id: 'sensor-1', kind: 'sensor', bridgeId: 'bridge-1', address: 'a4c138000001' }),
    registeredDevice({ id: 'gone-1', revokedAtMs: 7, credentialVersion: 2 }),
  )
  expect(snapshots).toEqual([
    {
      assignments: [{ device: 1, patient: 2, fromMs: 5, untilMs: null }],
      sensors: [{ bridge: 3, address: 'a4c138000001', device: 4 }],
    },
  ])
  expect(disconnected).toEqual([])
})

test('a device whose credential changed or ended is sent away, by whichever process (promise 9)', async () => {
  const { change, disconnected, snapshots } = await open(
    registeredDevice({ id: 'oxi-1' }),
    registeredDevice({ id: 'oxi-2' }),
    registeredDevice({ id: 'oxi-3' }),
  )
  change(
    registeredDevice({ id: 'oxi-1', credentialVersion: 2 }),
    registeredDevice({ id: 'oxi-2', credentialVersion: 2, revokedAtMs: 9 }),
    registeredDevice({ id: 'oxi-3', label: 'renamed' }),
  )
  await eventually(() => snapshots.length === 2, 1000)
  expect(disconnected).toEqual([
    ['oxi-1', 'credential changed'],
    ['oxi-2', 'credential revoked'],
  ])
})

test('so is one that was registered, let in and changed between two looks, and one that is no longer there', async () => {
  const { change, disconnected, snapshots } = await open(registeredDevice({ id: 'oxi-1' }))
  change(
    registeredDevice({ id: 'new-1', credentialVersion: 2 }),
    registeredDevice({ id: 'new-2', credentialVersion: 2, revokedAtMs: 9 }),
    registeredDevice({ id: 'new-3' }),
  )
  await eventually(() => snapshots.length === 2, 1000)
  expect(disconnected).toEqual([
    ['new-1', 'credential changed'],
    ['new-2', 'credential revoked'],
    ['oxi-1', 'credential revoked'],
  ])
})

test('a store that does not answer is said once, and its changes are taken over when it does', async () => {
  const { change, lines, setDown, snapshots } = await open(registeredDevice({ id: 'oxi-1' }))
  setDown(true)
  change(registeredDevice({ id: 'oxi-1', credentialVersion: 2 }))
  await eventually(() => lines.length > 0)
  for (let look = 0; look < 3; look++) await expect(directory?.refresh()).rejects.toThrow('down')
  setDown(false)
  await eventually(() => snapshots.length === 2)
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual([
    'directory not readable',
    'directory readable again',
  ])
})
