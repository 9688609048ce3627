/** Devices, patients, wards and assignments, on both engines. */
import { describe, expect, test } from '@jest/globals'
import { createAssignmentStore } from '../../gateway/store/assignments.ts'
import { createDatabase, type Database } from '../../gateway/store/database.ts'
import { createDeviceStore } from '../../gateway/store/devices.ts'
import { createPatientStore } from '../../gateway/store/patients.ts'
import { createRevisionStore } from '../../gateway/store/revision.ts'
import { createWardStore } from '../../gateway/store/wards.ts'
import { describeStore } from '../support/describeStore.ts'
import { sequentialBytes } from '../support/sequentialBytes.ts'

const NOW_MS = Date.UTC(2026, 10, 20, 12)

function storesOf({ db }: Database) {
  const options = { now: () => NOW_MS, randomBytes: sequentialBytes() }
  return {
    devices: createDeviceStore(db, options),
    patients: createPatientStore(db, options),
    wards: createWardStore(db, options),
    assignments: createAssignmentStore(db, options),
    revision: createRevisionStore(db),
  }
}

describeStore('the directory', (store) => {
  const stores = () => storesOf(store().database)

  describe('devices', () => {
    test('a registered device is let in by its token and by nothing else', async () => {
      const { devices } = stores()
      const { device, token } = await devices.register({ id: 'wrist-1', kind: 'device', label: 'bed 4' })
      expect(Buffer.from(token!, 'base64url')).toHaveLength(32)
      expect(await devices.verifyToken('wrist-1', token!)).toEqual(device)
      for (const wrong of [`${token}x`, token!.slice(1), token!.toUpperCase(), '', '\u0000']) {
        expect(await devices.verifyToken('wrist-1', wrong)).toBeNull()
      }
      expect(await devices.verifyToken('wrist-2', token!)).toBeNull()
      expect(await devices.verifyToken('wrist-1\u0000', token!)).toBeNull()
    })

    test('the token itself is stored nowhere', async () => {
      const { token } = await stores().devices.register({ id: 'wrist-1', kind: 'device' })
      const row = await store().database.db.selectFrom('device').selectAll().executeTakeFirstOrThrow()
      expect(JSON.stringify(row)).not.toContain(token)
      expect(JSON.stringify(await stores().devices.list())).not.toContain(row.tokenHash)
    })

    test('a renewed token replaces the old one at once', async () => {
      const { devices } = stores()
      const { token, device } = await devices.register({ id: 'wrist-1', kind: 'device' })
      const renewed = await devices.rotate('wrist-1')
      expect(renewed.device.credentialVersion).toBe(device.credentialVersion + 1)
      expect(await devices.verifyToken('wrist-1', token!)).toBeNull()
      expect(await devices.verifyToken('wrist-1', renewed.token)).toEqual(renewed.device)
    })

    test('a revoked device is let in no more, stays listed and gets no new token', async () => {
      const { devices } = stores()
      const { token } = await devices.register({ id: 'wrist-1', kind: 'device' })
      const revoked = await devices.revoke('wrist-1')
      expect(revoked).toMatchObject({ revokedAtMs: NOW_MS, hasToken: false, certificate: null })
      expect(await devices.revoke('wrist-1')).toEqual(revoked)
      expect(await devices.verifyToken('wrist-1', token!)).toBeNull()
      expect(await devices.list()).toEqual([revoked])
      await expect(devices.rotate('wrist-1')).rejects.toMatchObject({ code: 'conflict' })
    })

    test('a certificate of its own name lets a device in, a pinned one only by its fingerprint', async () => {
      const { devices } = stores()
      const fingerprint = 'ab'.repeat(32)
      const any = await devices.register({ id: 'any', kind: 'device', certificate: { fingerprint: null } })
      const one = await devices.register({ id: 'one', kind: 'device', certificate: { fingerprint } })
      const none = await devices.register({ id: 'none', kind: 'device' })
      expect([any.token, one.token]).toEqual([null, null])
      expect(await devices.verifyCertificate('any', 'cd'.repeat(32))).toEqual(any.device)
      expect(await devices.verifyCertificate('one', 'AB:'.repeat(31).concat('AB'))).toEqual(one.device)
      expect(await devices.verifyCertificate('one', 'cd'.repeat(32))).toBeNull()
      expect(await devices.verifyCertificate('none', fingerprint)).toBeNull()
      expect(await devices.verifyCertificate('absent', fingerprint)).toBeNull()
      expect(none.device.certificate).toBeNull()
      await devices.revoke('any')
      expect(await devices.verifyCertificate('any', 'cd'.repeat(32))).toBeNull()
    })

    test('a sensor belongs to a bridge under one address, however that is written', async () => {
      const { devices } = stores()
      await devices.register({ id: 'hall', kind: 'bridge', prefix: 'home/ble' })
      const scale = { id: 'scale', kind: 'sensor', bridgeId: 'hall', address: 'A4:C1:38:0A:0B:0C' } as const
      const { device, token } = await devices.register(scale)
      expect(token).toBeNull()
      expect(device).toMatchObject({ bridgeId: 'hall', address: 'a4c1380a0b0c', hasToken: false })
      await expect(devices.register({ ...scale, id: 'twin', address: 'a4c1380a0b0c' })).rejects.toMatchObject(
        { code: 'conflict', facts: { field: 'address' } },
      )
      await devices.register({ id: 'yard', kind: 'bridge' })
      await devices.register({ ...scale, id: 'twin', bridgeId: 'yard' })
      await expect(devices.rotate('scale')).rejects.toMatchObject({ code: 'conflict' })
    })

    test('a bridge publishes below its id where no prefix is given, and no two below the same', async () => {
      const { devices } = stores()
      expect((await devices.register({ id: 'hall', kind: 'bridge' })).device.prefix).toBe('hall')
      await expect(devices.register({ id: 'yard', kind: 'bridge', prefix: 'hall' })).rejects.toMatchObject({
        code: 'conflict',
        facts: { field: 'prefix', given: 'hall' },
      })
    })

    test('what a revoked bridge or sensor occupied is free for another', async () => {
      const { devices } = stores()
      await devices.register({ id: 'hall', kind: 'bridge', prefix: 'home' })
      const scale = { id: 'scale', kind: 'sensor', bridgeId: 'hall', address: 'A4C1380A0B0C' } as const
      await devices.register(scale)
      expect(await devices.revoke('scale')).toMatchObject({ address: null })
      await devices.register({ ...scale, id: 'scale-2' })
      await devices.revoke('hall')
      await devices.register({ id: 'hall-2', kind: 'bridge', prefix: 'home' })
    })

    test('an id is taken once', async () => {
      const { devices } = stores()
      await devices.register({ id: 'wrist-1', kind: 'device' })
      await expect(devices.register({ id: 'wrist-1', kind: 'bridge' })).rejects.toMatchObject({
        code: 'conflict',
        facts: { field: 'id', given: 'wrist-1' },
      })
    })

    test.each([
      ['id', { id: 'two words', kind: 'device' }],
      ['id', { id: '', kind: 'device' }],
      ['id', { id: 'x'.repeat(65), kind: 'device' }],
      ['id', { id: 'constructor', kind: 'device' }],
      ['id', { id: '__proto__', kind: 'device' }],
      ['id', { id: '..', kind: 'device' }],
      ['id', { id: 'a/b', kind: 'device' }],
      ['id', { id: 'dev\u00ff', kind: 'device' }],
      ['kind', { id: 'a', kind: 'toaster' }],
      ['prefix', { id: 'a', kind: 'device', prefix: 'home' }],
      ['prefix', { id: 'a', kind: 'bridge', prefix: 'v1/other' }],
      ['prefix', { id: 'a', kind: 'bridge', prefix: 'home/#' }],
      ['prefix', { id: 'a', kind: 'bridge', prefix: 'home//ble' }],
      ['prefix', { id: 'v1', kind: 'bridge' }],
      ['bridgeId', { id: 'a', kind: 'sensor', address: 'A4C1380A0B0C' }],
      ['bridgeId', { id: 'a', kind: 'device', bridgeId: 'b' }],
      ['address', { id: 'a', kind: 'sensor', bridgeId: 'b' }],
      ['address', { id: 'a', kind: 'sensor', bridgeId: 'b', address: 'A4C1380A0B' }],
      ['messagesPerSecond', { id: 'a', kind: 'device', messagesPerSecond: -1 }],
      ['intervalS', { id: 'a', kind: 'device', intervalS: 0.5 }],
      ['certificate', { id: 'a', kind: 'device', certificate: { fingerprint: 'abc' } }],
      ['colour', { id: 'a', kind: 'device', colour: 'red' }],
    ])('what is wrong with %s is said: %j', async (field, input) => {
      const failing = stores().devices.register(input as never)
      await expect(failing).rejects.toMatchObject({
        code: 'invalidRequest',
        facts: { field, allowed: expect.stringMatching(/./) },
      })
      expect(await stores().devices.list()).toEqual([])
    })

    test('a sensor needs a bridge that is there and is one', async () => {
      const { devices } = stores()
      const sensor = { id: 'scale', kind: 'sensor', bridgeId: 'wrist-1', address: 'A4C1380A0B0C' } as const
      await expect(devices.register(sensor)).rejects.toMatchObject({ code: 'notFound' })
      await devices.register({ id: 'wrist-1', kind: 'device' })
      await expect(devices.register(sensor)).rejects.toMatchObject({
        code: 'invalidRequest',
        facts: { field: 'bridgeId', given: 'wrist-1' },
      })
    })

    test('an unknown device is said to be unknown', async () => {
      const { devices } = stores()
      expect(await devices.find('absent')).toBeNull()
      await expect(devices.rotate('absent')).rejects.toMatchObject({ code: 'notFound' })
      await expect(devices.revoke('absent')).rejects.toMatchObject({ code: 'notFound' })
    })
  })

  describe('patients and wards', () => {
    test('a patient is kept as given, in a ward that exists', async () => {
      const { patients, wards } = stores()
      const ward = await wards.create({ name: 'Cardiology' })
      const patient = await patients.create({
        displayName: ' Ada Example ',
        birthDate: '1950-02-28',
        sex: 'female',
        wardId: ward.id,
      })
      expect(patient).toMatchObject({ displayName: 'Ada Example', birthDate: '1950-02-28', wardId: ward.id })
      expect(await patients.find(patient.id)).toEqual(patient)
      expect(await patients.list()).toEqual([patient])
      expect(await patients.find('absent')).toBeNull()
      expect(await wards.list()).toEqual([ward])
      await expect(wards.create({ name: 'Cardiology' })).rejects.toMatchObject({ code: 'conflict' })
    })

    test.each(['Ada\u0000', 'Ada\ud800', 'Ada\nExample', '\u0007'])(
      'a name that not every store can keep is refused: %j',
      async (name) => {
        const { patients, wards, devices } = stores()
        const refused = (field: string) => ({ code: 'invalidRequest', facts: { field } })
        await expect(patients.create({ displayName: name })).rejects.toMatchObject(refused('displayName'))
        await expect(wards.create({ name })).rejects.toMatchObject(refused('name'))
        await expect(devices.register({ id: 'wrist-1', kind: 'device', label: name })).rejects.toMatchObject(
          refused('label'),
        )
        expect(await devices.find('wrist-1')).toBeNull()
      },
    )

    test('a name in any script is kept', async () => {
      const { patients, devices } = stores()
      for (const displayName of ['Zoë Ångström', '李小龍', 'फ़ातिमा', '👩🏽‍⚕️', "O'Brien; --"]) {
        const patient = await patients.create({ displayName })
        expect(await patients.find(patient.id)).toEqual(patient)
      }
      await devices.register({ id: 'wrist-1', kind: 'device', label: 'lit 4, fenêtre' })
      expect((await devices.find('wrist-1'))?.label).toBe('lit 4, fenêtre')
    })

    test('what is wrong with a patient is said without repeating it', async () => {
      const { patients } = stores()
      for (const [field, input] of [
        ['displayName', { displayName: '   ' }],
        ['birthDate', { displayName: 'Ada Example', birthDate: '1950-02-30' }],
        ['birthDate', { displayName: 'Ada Example', birthDate: '2099-01-01' }],
        ['sex', { displayName: 'Ada Example', sex: 'blue' }],
      ] as const) {
        const error = await patients.create(input as never).catch((thrown: unknown) => thrown)
        expect(error).toMatchObject({ code: 'invalidRequest', facts: { field } })
        expect((error as { facts: object }).facts).not.toHaveProperty('given')
      }
      await expect(patients.create({ displayName: 'A', wardId: 'absent' })).rejects.toMatchObject({
        code: 'notFound',
        facts: { field: 'wardId' },
      })
    })
  })

  describe('assignments', () => {
    async function aDeviceAndTwoPatients() {
      const all = stores()
      await all.devices.register({ id: 'wrist-1', kind: 'device' })
      const first = await all.patients.create({ displayName: 'Ada Example' })
      const second = await all.patients.create({ displayName: 'Ben Example' })
      return { ...all, first: first.id, second: second.id }
    }

    test('a device passes from one patient to the next and what was stays known', async () => {
      const { assignments, first, second } = await aDeviceAndTwoPatients()
      const given = await assignments.assign({ deviceId: 'wrist-1', patientId: first, fromMs: 1000 })
      expect(given).toMatchObject({ fromMs: 1000, untilMs: null, preference: 0 })
      const ended = await assignments.end('wrist-1', 2000)
      expect(ended).toEqual({ ...given, untilMs: 2000 })
      const next = await assignments.assign({
        deviceId: 'wrist-1',
        patientId: second,
        fromMs: 2000,
        preference: 5,
      })
      expect(await assignments.list()).toEqual([ended, next])
      expect(await assignments.list({ patientId: second })).toEqual([next])
      expect(await assignments.list({ deviceId: 'other' })).toEqual([])
    })

    test('begins now where no time is given', async () => {
      const { assignments, first } = await aDeviceAndTwoPatients()
      expect(await assignments.assign({ deviceId: 'wrist-1', patientId: first })).toMatchObject({
        fromMs: NOW_MS,
      })
    })

    test('a device is never two patients’ at the same time', async () => {
      const { assignments, first, second } = await aDeviceAndTwoPatients()
      await assignments.assign({ deviceId: 'wrist-1', patientId: first, fromMs: 1000 })
      const assign = (fromMs: number) =>
        assignments.assign({ deviceId: 'wrist-1', patientId: second, fromMs })
      await expect(assign(5000)).rejects.toMatchObject({ code: 'conflict', facts: { field: 'deviceId' } })
      await expect(assign(500)).rejects.toMatchObject({ code: 'conflict' })
      await assignments.end('wrist-1', 2000)
      await expect(assign(1999)).rejects.toMatchObject({
        code: 'conflict',
        facts: {
          field: 'fromMs',
          allowed: '1970-01-01T00:00:02.000Z or later',
          given: '1970-01-01T00:00:01.999Z',
        },
      })
      await expect(assign(10)).rejects.toMatchObject({ code: 'conflict' })
      await assign(2000)
    })

    test('is refused for bridges, revoked devices and what does not exist', async () => {
      const { assignments, devices, first } = await aDeviceAndTwoPatients()
      await devices.register({ id: 'hall', kind: 'bridge' })
      await devices.register({ id: 'old', kind: 'device' })
      await devices.revoke('old')
      const refused = [
        [{ deviceId: 'hall', patientId: first }, 'invalidRequest', 'deviceId'],
        [{ deviceId: 'old', patientId: first }, 'conflict', 'deviceId'],
        [{ deviceId: 'absent', patientId: first }, 'notFound', 'deviceId'],
        [{ deviceId: 'wrist-1', patientId: 'absent' }, 'notFound', 'patientId'],
        [{ deviceId: 'wrist-1', patientId: first, fromMs: -1 }, 'invalidRequest', 'fromMs'],
        [{ deviceId: 'wrist-1', patientId: first, preference: 0.5 }, 'invalidRequest', 'preference'],
      ] as const
      for (const [input, code, field] of refused) {
        await expect(assignments.assign(input)).rejects.toMatchObject({ code, facts: { field } })
      }
      expect(await assignments.list()).toEqual([])
    })

    test('ends once, and after it began', async () => {
      const { assignments, first } = await aDeviceAndTwoPatients()
      await expect(assignments.end('wrist-1', 5000)).rejects.toMatchObject({ code: 'notFound' })
      await assignments.assign({ deviceId: 'wrist-1', patientId: first, fromMs: 1000 })
      await expect(assignments.end('wrist-1', 1000)).rejects.toMatchObject({
        code: 'invalidRequest',
        facts: { field: 'atMs' },
      })
      await assignments.end('wrist-1', 5000)
      await expect(assignments.end('wrist-1', 6000)).rejects.toMatchObject({ code: 'notFound' })
    })
  })

  describe('the revision', () => {
    test('grows with every change and with no refusal', async () => {
      const { devices, patients, wards, assignments, revision } = stores()
      const seen = [await revision.read()]
      const afterwards = async () => void seen.push(await revision.read())
      await devices.register({ id: 'wrist-1', kind: 'device' }).then(afterwards)
      const { id: patientId } = await patients.create({ displayName: 'Ada Example' })
      await afterwards()
      await wards.create({ name: 'Cardiology' }).then(afterwards)
      await assignments.assign({ deviceId: 'wrist-1', patientId, fromMs: 1 }).then(afterwards)
      await assignments.end('wrist-1', 2).then(afterwards)
      await devices.rotate('wrist-1').then(afterwards)
      await devices.revoke('wrist-1').then(afterwards)
      expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
      await devices.register({ id: 'wrist-1', kind: 'device' }).catch(() => {})
      await devices.revoke('absent').catch(() => {})
      expect(await revision.read()).toBe(7)
    })

    test('is rolled back with the change that it counts', async () => {
      const { db } = store().database
      const failing = db.transaction().execute(async (transaction) => {
        await storesOf({ ...store().database, db: transaction }).devices.register({ id: 'a', kind: 'device' })
        throw new Error('power cut')
      })
      await expect(failing).rejects.toThrow('power cut')
      expect(await stores().revision.read()).toBe(0)
      expect(await stores().devices.list()).toEqual([])
    })
  })

  describe('two processes', () => {
    test('that change the directory at once take turns, and nothing is lost', async () => {
      const other = await createDatabase(store().options)
      try {
        const writers = [stores(), storesOf(other)]
        await Promise.all(
          writers.flatMap(({ devices }, writer) =>
            Array.from({ length: 25 }, (_, n) => devices.register({ id: `w${writer}-${n}`, kind: 'device' })),
          ),
        )
        expect(await stores().devices.list()).toHaveLength(50)
        expect(await storesOf(other).revision.read()).toBe(50)
      } finally {
        await other.close()
      }
    })

    test('that assign one device at once: one succeeds, the other is told', async () => {
      const other = await createDatabase(store().options)
      try {
        const { devices, patients } = stores()
        await devices.register({ id: 'wrist-1', kind: 'device' })
        const first = await patients.create({ displayName: 'Ada Example' })
        const second = await patients.create({ displayName: 'Ben Example' })
        const results = await Promise.allSettled([
          stores().assignments.assign({ deviceId: 'wrist-1', patientId: first.id, fromMs: 1000 }),
          storesOf(other).assignments.assign({ deviceId: 'wrist-1', patientId: second.id, fromMs: 1001 }),
        ])
        expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
        expect(results.find((result) => result.status === 'rejected')).toMatchObject({
          reason: { code: 'conflict' },
        })
        expect(await stores().assignments.list()).toHaveLength(1)
      } finally {
        await other.close()
      }
    })
  })
})
