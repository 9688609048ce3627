/** The demo clinic beside a whole gateway: seeded once, its wearables heard, gone when the gateway is. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Credential } from '../../devices/simulator/credential.ts'
import { createDemoClinic } from '../../gateway/demo/clinic.ts'
import { type DemoWearables, startDemoWearables } from '../../gateway/demo/demoWearables.ts'
import { createLog } from '../../gateway/log.ts'
import { eventually } from '../support/eventually.ts'
import { ROOT } from '../support/sourceFiles.ts'
import { createTestGateway, type TestGateway } from '../support/testGateway.ts'

const log = createLog({ level: 'silent' })
let house: TestGateway

beforeAll(async () => {
  house = await createTestGateway()
})
afterAll(() => house.close())

const seed = () =>
  createDemoClinic({ store: house.gateway.store, now: Date.now, randomBytes: (count) => randomBytes(count) })
const url = () => `mqtt://127.0.0.1:${house.gateway.mqttPort}`
const credentials = (): Credential[] => JSON.parse(readFileSync(join(house.dataDir, 'demo.json'), 'utf8'))

/** What the store knows, without the times of making. */
async function everything() {
  const { patients, devices, assignments } = house.gateway.store
  return {
    patients: await patients.list(),
    devices: await devices.list(),
    assignments: await assignments.list(),
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a dozen invented patients wear a dozen wearables, one patient two for one vital', async () => {
  const clinic = await seed()
  expect(clinic).toMatchObject({ patients: 12, wearables: 13 })
  const { patients, assignments } = await everything()
  expect(patients).toHaveLength(12)
  for (const { displayName } of patients) expect(displayName).toMatch(/\(demo\)$/)
  const wearing = patients.map(({ id }) => assignments.filter(({ patientId }) => patientId === id).length)
  expect(Math.min(...wearing)).toBe(1)
  expect(Math.max(...wearing)).toBe(2)
})

test('credentials are of this installation and only for its owner', async () => {
  expect(statSync(join(house.dataDir, 'demo.json')).mode & 0o777).toBe(0o600)
  for (const { id, token } of credentials()) {
    expect(await house.gateway.store.devices.verifyToken(id, token)).not.toBeNull()
  }
})

test('seeded again, nothing changes', async () => {
  const [before, known] = [await everything(), credentials()]
  const revision = await house.gateway.store.revision.read()
  await seed()
  expect(await everything()).toEqual(before)
  expect(credentials()).toEqual(known)
  expect(await house.gateway.store.revision.read()).toBe(revision)
})

test('lost credentials are made anew, the patients stay', async () => {
  const before = await everything()
  rmSync(join(house.dataDir, 'demo.json'))
  await seed()
  const after = await everything()
  expect(after.patients).toEqual(before.patients)
  expect(after.assignments).toEqual(before.assignments)
  for (const { id, token } of credentials()) {
    expect(await house.gateway.store.devices.verifyToken(id, token)).not.toBeNull()
  }
})

test('what an operator revoked or took from a patient stays so', async () => {
  const { devices, assignments } = house.gateway.store
  await devices.revoke('demo-scale-1')
  await assignments.end('demo-wrist-2', Date.now() + 1000)
  const before = await everything()
  expect(await seed()).toMatchObject({ wearables: 12 })
  expect(await everything()).toEqual(before)
  expect(credentials().map(({ id }) => id)).not.toContain('demo-scale-1')
})

test('its wearables publish for their patients and end with close', async () => {
  const wearables: DemoWearables = await startDemoWearables({
    url: url(),
    credentialsFile: join(house.dataDir, 'demo.json'),
    log,
  })
  try {
    const { assignments } = await everything()
    const ofPatient = async (deviceId: string) => {
      const entries = await house.gateway.reader.entriesAfter(0, 1000)
      const found = entries.find((entry) => entry.kind === 'message' && entry.message.deviceId === deviceId)
      return found?.kind === 'message' ? found.message.patientId : null
    }
    for (const deviceId of ['demo-oximeter-1', 'demo-ring-1', 'demo-strap-1', 'demo-band-1']) {
      const expected = assignments.find((assignment) => assignment.deviceId === deviceId)!.patientId
      expect(await eventually(() => ofPatient(deviceId), 25_000)).toBe(expected)
    }
  } finally {
    await wearables.close()
  }
  expect(isAlive(wearables.pid)).toBe(false)
})

test('its wearables end by themselves when the gateway was killed', async () => {
  const script = `
    import { startDemoWearables } from './gateway/demo/demoWearables.ts'
    import { createLog } from './gateway/log.ts'
    const { pid } = await startDemoWearables({
      url: ${JSON.stringify(url())},
      credentialsFile: ${JSON.stringify(join(house.dataDir, 'demo.json'))},
      log: createLog({ level: 'silent' }),
    })
    console.log(pid)`
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = await new Promise<number>((resolve) =>
    parent.stdout.once('data', (line: Buffer) => resolve(Number(line.toString()))),
  )
  expect(isAlive(pid)).toBe(true)
  parent.kill('SIGKILL')
  await eventually(() => !isAlive(pid), 20_000)
})
