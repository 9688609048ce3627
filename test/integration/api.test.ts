import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { connectAsync, type MqttClient } from 'mqtt'
import { eventually } from '../support/eventually.ts'
import { heartRate, message, oxygenSaturation } from '../support/message.ts'
import { createTestGateway, type TestGateway } from '../support/testGateway.ts'

type Body = Record<string, unknown>

interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
  readonly body: any
}

let house: TestGateway

beforeAll(async () => {
  house = await createTestGateway()
})

afterAll(() => house.close())

async function get(path: string): Promise<Answer> {
  const response = await fetch(house.url(`/api/v1/${path}`))
  return { status: response.status, body: await response.json() }
}

async function post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(house.url(`/api/v1/${path}`), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

function send(device: MqttClient, id: string, payload: object | string | Buffer) {
  const bytes = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload)
  return device.publishAsync(`v1/${id}/vitals`, bytes, { qos: 1 })
}

/** Newest values are written by a follower, a moment after the acknowledgement. */
function latest(query: string, count: number): Promise<Body[]> {
  return eventually(async () => {
    const { body } = await get(`latest?${query}`)
    return body.values.length === count ? body.values : null
  })
}

describe('devices', () => {
  test('a password is shown once, opens a connection, and no list shows it', async () => {
    const { status, body } = await post('devices', {
      id: 'pw-1',
      kind: 'device',
      label: 'bed 1',
      intervalS: 5,
    })
    expect(status).toBe(201)
    expect(body.device).toMatchObject({ id: 'pw-1', label: 'bed 1', intervalSeconds: 5, hasToken: true })
    const { clientId, username, password, topic } = body.credentials
    expect({ clientId, username, topic }).toEqual({
      clientId: 'pw-1',
      username: 'pw-1',
      topic: 'v1/pw-1/vitals',
    })

    const client = await connectAsync(`mqtt://127.0.0.1:${house.gateway.mqttPort}`, {
      clientId,
      username,
      password,
      reconnectPeriod: 0,
    })
    const { body: here } = await get('devices/pw-1')
    expect(here.presence).toMatchObject({ state: 'connected' })
    await client.endAsync()
    await eventually(async () => (await get('devices/pw-1')).body.presence.state === 'disconnected')
    const everything = JSON.stringify([await get('devices'), await get('devices/pw-1')])
    expect(everything).not.toContain(password)
  })

  test('new credentials end the old ones; a revoked device gets none', async () => {
    const { body: first } = await post('devices', { id: 'pw-2', kind: 'device' })
    const { body: second } = await post('devices/pw-2/rotate')
    expect(second.credentials.password).not.toBe(first.credentials.password)
    const { devices } = house.gateway.store
    expect(await devices.verifyToken('pw-2', first.credentials.password)).toBeNull()
    expect(await devices.verifyToken('pw-2', second.credentials.password)).not.toBeNull()

    const { body: revoked } = await post('devices/pw-2/revoke')
    expect(revoked).toMatchObject({ hasToken: false, revokedAt: expect.stringMatching(/Z$/) })
    expect(await post('devices/pw-2/rotate')).toMatchObject({ status: 409, body: { code: 'conflict' } })
  })

  test('how a device is: last seen, whose, missing, refused', async () => {
    const device = await house.connectDevice('state-1')
    await send(device, 'state-1', message(1, Date.now(), heartRate(70)))
    await send(device, 'state-1', message(9, Date.now() + 1, heartRate(71)))
    await send(device, 'state-1', 'not json')
    await latest('deviceId=state-1', 1)
    const { body } = await get('devices/state-1')
    expect(body).toMatchObject({ patientId: null, missingMessages: 7, quarantined: 1 })
    expect(Date.parse(body.lastSeenAt)).toBeGreaterThan(Date.now() - 60_000)
  })

  test('one that is not there is not found; one that is taken conflicts', async () => {
    expect(await get('devices/nobody')).toMatchObject({
      status: 404,
      body: { code: 'notFound', errors: [{ field: 'deviceId', given: 'nobody' }] },
    })
    await post('devices', { id: 'taken', kind: 'device' })
    expect(await post('devices', { id: 'taken', kind: 'device' })).toMatchObject({
      status: 409,
      body: { code: 'conflict', errors: [{ field: 'id', given: 'taken' }] },
    })
  })
})

describe('patients and assignments', () => {
  test('a reading is the patient’s whom the device was given to', async () => {
    const { body: patient } = await post('patients', { displayName: 'FERN, Ada', sex: 'female' })
    const device = await house.connectDevice('worn-1')
    const { status, body: assignment } = await post('assignments', {
      deviceId: 'worn-1',
      patientId: patient.id,
    })
    expect(status).toBe(201)
    expect(assignment).toMatchObject({ until: null, from: expect.stringMatching(/Z$/) })
    await send(device, 'worn-1', message(1, Date.now() + 5, oxygenSaturation(97.5)))

    const [value] = await latest(`patientId=${patient.id}`, 1)
    expect(value).toMatchObject({
      patientId: patient.id,
      deviceId: 'worn-1',
      vital: 'oxygenSaturation',
      loinc: '2708-6',
      value: 97.5,
      unit: '%',
      quality: 'unstated',
      ageBasis: 'measured',
      preferred: true,
    })
    expect((await get('devices/worn-1')).body.patientId).toBe(patient.id)

    const { body: ended } = await post('assignments/end', { deviceId: 'worn-1' })
    expect(ended.until).toMatch(/Z$/)
    expect((await get(`assignments?deviceId=worn-1`)).body.assignments).toEqual([ended])
    expect((await get('devices/worn-1')).body.patientId).toBeNull()
    expect((await get(`patients/${patient.id}`)).body).toEqual(patient)
    expect((await get('patients')).body.patients).toContainEqual(patient)
  })

  test('of two sources both are kept, and the most wanted fresh one is marked', async () => {
    const { body: patient } = await post('patients', { displayName: 'YARROW, Ines' })
    for (const [id, preference] of [
      ['clip-1', 5],
      ['watch-1', 1],
    ] as const) {
      const device = await house.connectDevice(id)
      await post('assignments', { deviceId: id, patientId: patient.id, preference })
      await send(device, id, message(1, Date.now() + 5, heartRate(id === 'clip-1' ? 80 : 90)))
    }
    const values = await latest(`patientId=${patient.id}`, 2)
    const shown = values.map(({ deviceId, value, preferred }) => ({ deviceId, value, preferred }))
    expect(shown).toEqual([
      { deviceId: 'clip-1', value: 80, preferred: true },
      { deviceId: 'watch-1', value: 90, preferred: false },
    ])

    const clip = await house.connectDevice('clip-1')
    await send(clip, 'clip-1', message(2, Date.now() + 10, heartRate(0)))
    const preferred = await eventually(async () => {
      const { body } = await get(`latest?patientId=${patient.id}`)
      return body.values.find((value: Body) => value.preferred && value.deviceId === 'watch-1')
    })
    expect(preferred).toMatchObject({ value: 90 })
    const { body } = await get('latest?deviceId=clip-1')
    expect(body.values).toMatchObject([{ value: null, quality: 'noSignal', preferred: false }])
  })

  test('a reading without a time counts from its receipt, one with a time never does by chance', async () => {
    const device = await house.connectDevice('untimed-1')
    await send(device, 'untimed-1', { readings: [heartRate(66)] })
    const [untimed] = await latest('deviceId=untimed-1', 1)
    expect(untimed).toMatchObject({ value: 66, ageBasis: 'received' })

    const timed = await house.connectDevice('timed-1')
    await eventually(async () => {
      await send(timed, 'timed-1', { at: new Date().toISOString(), readings: [heartRate(66)] })
      const { body } = await get('latest?deviceId=timed-1')
      const [value] = body.values
      if (value) expect(value.ageBasis).toBe('measured')
      return value !== undefined && value.measuredAt === value.receivedAt
    })
  })

  test.each([
    ['two seconds fast', 2000, 'measured'],
    ['an hour fast', 3_600_000, 'received'],
    ['ten years slow', -10 * 365 * 86_400_000, 'received'],
  ])('a reading of a clock %s is aged from when it can be trusted to be', async (name, leadMs, ageBasis) => {
    const id = `clock-${name.replaceAll(' ', '-')}`
    const device = await house.connectDevice(id)
    await send(device, id, message(1, Date.now() + leadMs, heartRate(66)))
    expect(await latest(`deviceId=${id}`, 1)).toMatchObject([{ ageBasis }])
  })

  test('what names a person is not repeated in an error', async () => {
    const { status, body } = await post('patients', { displayName: ' ', birthDate: 'Quillfeather', sex: 'X' })
    expect(status).toBe(400)
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual([
      'displayName',
      'birthDate',
      'sex',
    ])
    expect(JSON.stringify(body)).not.toContain('Quillfeather')
  })
})

describe('history', () => {
  const from = Date.now() - 3_600_000
  const iso = (atMs: number) => new Date(atMs).toISOString()

  beforeAll(async () => {
    const device = await house.connectDevice('trend-1')
    for (let i = 0; i < 100; i++) {
      await send(device, 'trend-1', message(i + 1, from + i * 1000, heartRate(60 + (i % 10) / 10)))
    }
    await send(device, 'trend-1', message(200, from + 30_500, heartRate(99)))
    await send(device, 'trend-1', message(201, from + 200_000, heartRate(0)))
  })

  const query = `history?vital=heartRate&deviceId=trend-1&from=${iso(from)}&to=${iso(from + 300_000)}`

  test('is given point by point while points are few', async () => {
    const { body } = await get(query)
    expect(body).toMatchObject({ vital: 'heartRate', loinc: '8867-4', unit: '/min', bucketMs: 0 })
    expect(body.points).toHaveLength(102)
    expect(body.points[3]).toEqual({
      at: iso(from + 3000),
      deviceId: 'trend-1',
      min: 60.3,
      max: 60.3,
      mean: 60.3,
      count: 1,
      late: 0,
      noSignal: 0,
    })
    expect(body.points[31]).toMatchObject({ max: 99, late: 1 })
    expect(body.points.at(-1)).toMatchObject({ min: null, max: null, mean: null, count: 0, noSignal: 1 })
  })

  test('keeps minimum, maximum, mean and what came late where it is thinned', async () => {
    const { body } = await get(`${query}&maxPoints=6`)
    expect(body.points.length).toBeLessThanOrEqual(6)
    expect(body.bucketMs).toBeGreaterThan(0)
    const total = (name: string) =>
      body.points.reduce((sum: number, point: Body) => sum + Number(point[name]), 0)
    expect(total('count')).toBe(101)
    expect(total('late')).toBe(1)
    expect(total('noSignal')).toBe(1)
    expect(body.points[0]).toMatchObject({ min: 60, max: 99 })
    for (const { mean } of body.points) if (mean !== null) expect(String(mean)).toMatch(/^\d+(\.\d{1,2})?$/)
  })

  test('names the gaps that were found in its span', async () => {
    const { body } = await get(`history?vital=heartRate&deviceId=trend-1`)
    expect(body.gaps).toContainEqual(expect.objectContaining({ firstMissing: 101 }))
  })

  test.each([
    ['vital=pulse&deviceId=a', 'vital', /heartRate, oxygenSaturation/],
    ['vital=heartRate', 'patientId', /patientId, deviceId, or both/],
    ['vital=heartRate&deviceId=a&maxPoints=2001', 'maxPoints', /<= 2000/],
    ['vital=heartRate&deviceId=a&from=noon', 'from', /a time such as/],
    ['vital=heartRate&deviceId=a&from=2026-02-30T00:00:00Z', 'from', /a time/],
    [
      'vital=heartRate&deviceId=a&to=2026-01-01T00:00:00Z&from=2026-01-02T00:00:00Z',
      'from',
      /before 2026-01-01/,
    ],
    ['vital=heartRate&deviceId=a&speed=2', 'speed', /no such field/],
    ['vital=heartRate&deviceId=..%2F', 'deviceId', /1 to 64 of/],
  ])('history?%s is refused naming %s', async (bad, field, allowed) => {
    const { status, body } = await get(`history?${bad}`)
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'invalidRequest', status: 400, title: expect.any(String) })
    expect(body.errors).toHaveLength(1)
    expect(body.errors[0].field).toBe(field)
    expect(body.errors[0].allowed).toMatch(allowed)
  })
})

describe('quarantine', () => {
  beforeAll(async () => {
    const device = await house.connectDevice('faulty-1')
    for (let i = 1; i <= 5; i++) {
      await send(device, 'faulty-1', message(i, Date.now(), { vital: 'heartRate', value: 70, unit: 'bpm!' }))
    }
    await send(device, 'faulty-1', Buffer.from([0xff, 0x00, 0x7b, 0x1b]))
    await send(device, 'faulty-1', '{"note":"\u202e\u001b[2J"}')
  })

  test('is read a page at a time, newest first, nothing twice', async () => {
    const positions: number[] = []
    let before = ''
    for (;;) {
      const { body } = await get(`quarantine?deviceId=faulty-1&limit=3${before}`)
      positions.push(...body.refused.map(({ position }: { position: number }) => position))
      if (body.nextBefore === null) break
      before = `&before=${body.nextBefore}`
    }
    expect(positions).toHaveLength(7)
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => b - a))
  })

  test('says of each payload which field is to blame, and shows its bytes', async () => {
    const { body: page } = await get('quarantine?deviceId=faulty-1')
    expect(page.refused.at(-1)).toMatchObject({
      deviceId: 'faulty-1',
      topic: 'v1/faulty-1/vitals',
      code: 'unknownUnit',
      field: 'readings[0].unit',
    })
    expect(page.refused[0]).not.toHaveProperty('bytes')
    const { body: wrongUnit } = await get(`quarantine/${page.refused.at(-1).position}`)
    expect(wrongUnit.bytes.textPreview).toContain('"unit":"bpm!"')
    expect(Buffer.from(wrongUnit.bytes.base64, 'base64').toString()).toBe(wrongUnit.bytes.textPreview)

    const { body: binary } = await get(`quarantine/${page.refused[1].position}`)
    expect(binary.bytes).toEqual({ base64: '/wB7Gw==', hexPreview: '0000  ff 00 7b 1b', textPreview: null })

    const { body: disguised } = await get(`quarantine/${page.refused[0].position}`)
    expect(disguised.bytes.textPreview).toBe('{"note":"\\u202e\\u001b[2J"}')
  })

  test('gaps are listed as ranges', async () => {
    const device = await house.connectDevice('gap-1')
    await send(device, 'gap-1', message(10, Date.now(), heartRate(70)))
    await send(device, 'gap-1', message(14, Date.now() + 1, heartRate(70)))
    const { body } = await get('gaps?deviceId=gap-1')
    expect(body.gaps).toEqual([
      { deviceId: 'gap-1', firstMissing: 11, lastMissing: 13, detectedAt: expect.stringMatching(/Z$/) },
    ])
  })
})

describe('requests that do not fit', () => {
  test.each<[string, unknown, Record<string, string>, number, string]>([
    ['a body that is not JSON', '{"id":', {}, 400, 'invalidRequest'],
    ['a body of another kind', 'id=1', { 'content-type': 'text/plain' }, 415, 'invalidRequest'],
    ['a body that is too large', { id: 'x'.repeat(70_000), kind: 'device' }, {}, 413, 'invalidRequest'],
    ['a prototype key', '{"id":"a","kind":"device","__proto__":{"x":1}}', {}, 400, 'invalidRequest'],
    ['a number for a text', { id: 7, kind: 'device' }, {}, 400, 'invalidRequest'],
    ['another site', { id: 'a', kind: 'device' }, { origin: 'http://evil.example' }, 403, 'foreignOrigin'],
  ])('%s is answered as a problem', async (_, body, headers, status, code) => {
    const answer = await post('devices', body, headers)
    expect(answer).toMatchObject({ status, body: { status, code, requestId: expect.any(String) } })
  })

  test.each<[string, string | object, Record<string, string>, object]>([
    [
      'not JSON',
      '{"id":',
      {},
      { field: 'body', allowed: 'JSON without the names __proto__ and constructor' },
    ],
    ['empty', '', {}, { field: 'body', allowed: 'JSON without the names __proto__ and constructor' }],
    [
      'JSON with a prototype key',
      '{"id":"a","kind":"device","__proto__":{"x":1}}',
      {},
      { field: 'body', allowed: expect.stringContaining('__proto__') },
    ],
    [
      'of another kind',
      'id=1',
      { 'content-type': 'text/plain' },
      { field: 'content-type', allowed: 'application/json', given: 'text/plain' },
    ],
    [
      'too large',
      { id: 'x'.repeat(70_000), kind: 'device' },
      {},
      { field: 'body', allowed: 'at most 65536 bytes', given: expect.stringMatching(/^700\d\d bytes$/) },
    ],
  ])('a body that is %s is named, with what is allowed', async (_, body, headers, problem) => {
    const answer = await post('devices', body, headers)
    expect(answer.body.errors).toEqual([problem])
  })

  test('an address that is not ours names none of our files', async () => {
    const { status, body } = await get('../../package.json')
    expect(status).toBe(404)
    expect(body).toEqual({
      type: 'urn:vitalgate:failure:notFound',
      title: 'Not found',
      status: 404,
      code: 'notFound',
      detail: expect.any(String),
      requestId: expect.any(String),
    })
  })
})

describe('operation', () => {
  test('each part is asked, and counters count', async () => {
    const ready = await fetch(house.url('/readyz'))
    expect(ready.status).toBe(200)
    const { parts } = (await ready.json()) as { parts: { name: string; ok: boolean }[] }
    expect(parts.filter(({ ok }) => ok).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['journal', 'store', 'mqtt']),
    )
    const metrics = await (await fetch(house.url('/metrics'))).text()
    const figure = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1])
    expect(figure('vitalgate_messages_total')).toBeGreaterThan(100)
    expect(figure('vitalgate_journal_position')).toBeGreaterThan(100)
    expect(figure('vitalgate_commit_seconds_total')).toBeGreaterThan(0)
    expect(figure('vitalgate_quarantined_total{code="unknownUnit"}'.replace(/[{}]/g, '\\$&'))).toBe(5)
    expect(
      figure('vitalgate_follower_lag{follower="latest"}'.replace(/[{}]/g, '\\$&')),
    ).toBeGreaterThanOrEqual(0)
    expect(figure('process_resident_memory_bytes')).toBeGreaterThan(0)
  })

  test('every resource is in the description of the API', async () => {
    const { paths } = (await house.json('/docs/json')) as { paths: Record<string, Record<string, Body>> }
    expect(Object.keys(paths).sort()).toEqual(
      [
        '/api/v1/assignments',
        '/api/v1/assignments/end',
        '/api/v1/devices',
        '/api/v1/devices/{deviceId}',
        '/api/v1/devices/{deviceId}/revoke',
        '/api/v1/devices/{deviceId}/rotate',
        '/api/v1/gaps',
        '/api/v1/history',
        '/api/v1/latest',
        '/api/v1/patients',
        '/api/v1/patients/{patientId}',
        '/api/v1/quarantine',
        '/api/v1/quarantine/{position}',
        '/healthz',
        '/metrics',
        '/readyz',
      ].sort(),
    )
    for (const [path, methods] of Object.entries(paths)) {
      for (const operation of Object.values(methods)) {
        expect({ path, summary: operation.summary }).toEqual({ path, summary: expect.any(String) })
      }
    }
  })
})
