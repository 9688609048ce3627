import { chmodSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import type { Credential } from '../../../devices/simulator/credential.ts'
import { readCredentials, writeCredentials } from '../../../gateway/credentialsFile.ts'
import { temporaryFolder } from '../../support/temporaryFolder.ts'

const folder = temporaryFolder()
const credentials: Credential[] = [
  { id: 'wrist-1', token: 't', kind: 'wrist', person: { seed: 's', ageYears: 40, sex: 'male' } },
  {
    id: 'hall',
    token: 't',
    kind: 'bridge',
    prefix: 'hall',
    sensors: [{ kind: 'band', address: 'C0FFEE000001' }],
  },
]

test('what was written is read back, and only the owner may read it, whatever was there', () => {
  const file = join(folder, 'credentials.json')
  writeFileSync(file, '[]')
  chmodSync(file, 0o644)
  writeCredentials(file, credentials)
  expect(readCredentials(file)).toEqual(credentials)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('no file is no credentials', () => {
  expect(readCredentials(join(folder, 'nowhere.json'))).toBeNull()
})

test.each([
  ['no JSON', 'wrist-1 t'],
  ['no array', '{}'],
  ['an entry without a token', '[{"id":"a","kind":"wrist"}]'],
  ['a kind that is none', '[{"id":"a","token":"t","kind":"toaster"}]'],
  ['a bridge without sensors', '[{"id":"a","token":"t","kind":"bridge","prefix":"p","sensors":[]}]'],
])('%s is refused, and no token is in the error', (_, text) => {
  const file = join(folder, 'wrong.json')
  writeFileSync(file, text)
  expect(() => readCredentials(file)).toThrow(/not a file of credentials/)
  try {
    readCredentials(file)
  } catch (error) {
    expect(JSON.stringify((error as { facts?: object }).facts)).not.toContain('"t"')
  }
})
