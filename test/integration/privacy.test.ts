import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { connectAsync } from 'mqtt'
import { eventually } from '../support/eventually.ts'
import { message } from '../support/message.ts'
import { createTestGateway, type TestGateway } from '../support/testGateway.ts'

/** Each stands for something that must stay inside; none occurs by accident. */
const SECRETS = [
  'Zephyrine',
  'Quillfeather',
  '1931-07-19',
  '137.3',
  '86.4',
  '98765.4321',
  'mmol-secret',
  'tok-',
  'pw-',
]

const WRONG_TOKEN = 'a-guess-that-must-not-be-logged'

let house: TestGateway

beforeAll(async () => {
  house = await createTestGateway()
})

afterAll(() => house.close())

async function post(path: string, body: unknown): Promise<Response> {
  return fetch(house.url(path), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

test('nothing personal is in the log at its most talkative, nor in what devices and strangers are told (promise 10)', async () => {
  const created = await post('/api/v1/patients', {
    displayName: 'Zephyrine Quillfeather',
    birthDate: '1931-07-19',
    sex: 'female',
  })
  expect(created.status).toBe(201)
  const device = await house.connectDevice('private-1')
  const told: string[] = []
  device.on('message', (_topic, payload) => void told.push(payload.toString()))
  await device.subscribeAsync('v1/private-1/errors')
  const now = Date.now()
  const send = (payload: string) => device.publishAsync('v1/private-1/vitals', payload, { qos: 1 })
  await send(JSON.stringify(message(1, now, { vital: 'heartRate', value: 137.3, unit: '/min' })))
  await send(JSON.stringify(message(1, now, { vital: 'heartRate', value: 86.4, unit: '/min' })))
  await send(JSON.stringify(message(2, now, { vital: 'heartRate', value: 98765.4321, unit: '/min' })))
  await send('{"seq":3,"readings":[{"vital":"heartRate","value":"137.3","unit":"/min"}]}')
  await send('{"patient":"Zephyrine Quillfeather"')
  await eventually(() => told.length === 3)

  const refused = [
    await post('/api/v1/patients', { displayName: 'Quillfeather'.repeat(100), birthDate: '1931-07-19' }),
    await post('/api/v1/patients', { displayName: 'Zephyrine', birthDate: 'tomorrow' }),
    await post('/api/v1/assignments', { deviceId: 'private-1', patientId: 'nobody' }),
    await fetch(house.url('/api/v1/patients/nobody')),
    await fetch(house.url('/nothing/here?name=Zephyrine')),
  ]
  for (const response of refused) expect(response.status).toBeGreaterThanOrEqual(400)
  const answers = await Promise.all(refused.map((response) => response.text()))
  await house.restart()

  const { mqttPort } = house.gateway
  const guess = connectAsync(`mqtt://127.0.0.1:${mqttPort}`, {
    clientId: 'private-1',
    username: 'private-1',
    password: WRONG_TOKEN,
  })
  await expect(guess).rejects.toThrow()

  const secrets = [...SECRETS, WRONG_TOKEN, ...house.tokens.values()]
  expect(house.tokens.size).toBe(1)
  const outside = [...house.logLines, ...told, ...answers].join('\n')
  expect(house.logLines.length).toBeGreaterThan(3)
  expect(secrets.filter((secret) => outside.includes(secret))).toEqual([])
})
