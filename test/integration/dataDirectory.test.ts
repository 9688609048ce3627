/** One gateway a data directory, whatever happens to the one before. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { openDataDirectory } from '../../gateway/store/dataDirectory.ts'
import { isDirectoryLocked } from '../../gateway/store/directoryLock.ts'
import { openStore } from '../../gateway/store/openStore.ts'
import { freePort } from '../support/freePort.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const folder = temporaryFolder()
let folders = 0
const aPath = () => join(folder, String(++folders))
const open = (path: string, changes: { exclusive?: boolean; store?: 'sqlite' | 'postgres' } = {}) =>
  openDataDirectory({ path, store: 'sqlite', exclusive: false, now: Date.now, randomBytes, ...changes })

let holder: ChildProcess | null = null
afterEach(async () => {
  if (holder === null || holder.exitCode !== null || holder.signalCode !== null) return
  holder.kill('SIGKILL')
  await once(holder, 'exit')
})

/** Another process that holds the directory as a gateway does. */
async function startHolder(path: string): Promise<ChildProcess> {
  const module = new URL('../../gateway/store/dataDirectory.ts', import.meta.url).href
  const script = `
    import { openDataDirectory } from ${JSON.stringify(module)}
    import { randomBytes } from 'node:crypto'
    const held = openDataDirectory({ path: ${JSON.stringify(path)}, store: 'sqlite', exclusive: true, now: Date.now, randomBytes })
    process.stdout.write('held')
    process.stdin.once('end', () => held.close()).resume()
  `
  holder = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(holder.stdout!, 'data')
  return holder
}

test('is made private, with an id that stays', () => {
  const path = aPath()
  const first = open(join(path, 'nested'))
  const second = open(join(path, 'nested'))
  expect(statSync(first.path).mode & 0o777).toBe(0o700)
  expect(statSync(join(first.path, 'gateway.json')).mode & 0o777).toBe(0o600)
  expect(second.gatewayId).toBe(first.gatewayId)
  expect(open(aPath()).gatewayId).not.toBe(first.gatewayId)
})

test('a folder that was there is shut to the world, and its group keeps what it had', () => {
  const path = aPath()
  mkdirSync(path)
  chmodSync(path, 0o755)
  open(path)
  expect(statSync(path).mode & 0o777).toBe(0o750)
})

test('a second gateway is refused, in this process and under another name of the directory', () => {
  const path = aPath()
  const held = open(path, { exclusive: true })
  const link = aPath()
  symlinkSync(path, link)
  for (const name of [path, link]) {
    expect(() => open(name, { exclusive: true })).toThrow(
      expect.objectContaining({
        code: 'dataDirectoryInUse',
        facts: expect.objectContaining({ given: name }),
      }),
    )
  }
  expect(isDirectoryLocked(path)).toBe(true)
  held.close()
  expect(isDirectoryLocked(path)).toBe(false)
  open(path, { exclusive: true }).close()
})

test('a second gateway is refused across processes; commands are not', async () => {
  const path = aPath()
  const other = await startHolder(path)
  expect(() => open(path, { exclusive: true })).toThrow(
    expect.objectContaining({ code: 'dataDirectoryInUse' }),
  )
  expect(isDirectoryLocked(path)).toBe(true)
  expect(open(path).gatewayId).toEqual(expect.any(String))
  expect(() => open(path, { exclusive: true })).toThrow(
    expect.objectContaining({ code: 'dataDirectoryInUse' }),
  )
  other.stdin!.end()
  await once(other, 'exit')
  open(path, { exclusive: true }).close()
})

test('a gateway that was killed leaves the directory free', async () => {
  const path = aPath()
  const other = await startHolder(path)
  expect(isDirectoryLocked(path)).toBe(true)
  other.kill('SIGKILL')
  await once(other, 'exit')
  expect(isDirectoryLocked(path)).toBe(false)
  open(path, { exclusive: true }).close()
})

test('processes that begin at once agree on one id and leave no draft behind', async () => {
  const path = aPath()
  const module = new URL('../../gateway/store/dataDirectory.ts', import.meta.url).href
  const script = `
    import { openDataDirectory } from ${JSON.stringify(module)}
    import { randomBytes } from 'node:crypto'
    const options = { store: 'sqlite', exclusive: false, now: Date.now, randomBytes }
    process.stdout.write(openDataDirectory({ path: ${JSON.stringify(path)}, ...options }).gatewayId)
  `
  const ids = await Promise.all(
    [1, 2, 3].map(async () => {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [id] = await once(child.stdout, 'data')
      await once(child, 'exit')
      return String(id)
    }),
  )
  expect(new Set(ids).size).toBe(1)
  expect(readdirSync(path)).toEqual(['gateway.json'])
})

test('the other kind of store is refused, so that a forgotten DATABASE_URL does not hide every device', () => {
  const path = aPath()
  open(path, { store: 'postgres' }).settleStore()
  expect(() => open(path, { store: 'sqlite' })).toThrow(
    expect.objectContaining({
      code: 'configurationInvalid',
      message: expect.stringContaining('DATABASE_URL'),
    }),
  )
  const { gatewayId } = open(path, { store: 'postgres' })
  open(path, { store: 'postgres' }).settleStore()
  expect(open(path, { store: 'postgres' }).gatewayId).toBe(gatewayId)
})

test('a first DATABASE_URL that was mistyped settles nothing', async () => {
  const options = { dataDir: aPath(), exclusive: false, now: Date.now, randomBytes }
  const databaseUrl = `postgres://nobody@127.0.0.1:${await freePort()}/nothing`
  await expect(openStore({ ...options, databaseUrl })).rejects.toMatchObject({ code: 'storeUnavailable' })
  await (await openStore({ ...options, databaseUrl: null })).close()
  await expect(openStore({ ...options, databaseUrl })).rejects.toMatchObject({ code: 'configurationInvalid' })
})

test('a directory that can not be written is refused by name, not by a stack', () => {
  const path = aPath()
  open(path)
  mkdirSync(join(path, 'lock.db'))
  expect(() => open(path, { exclusive: true })).toThrow(
    expect.objectContaining({
      code: 'configurationInvalid',
      message: expect.stringContaining(path),
      facts: expect.objectContaining({ reason: 'unable to open database file' }),
    }),
  )
})

test('a damaged identity is refused and kept as it is', () => {
  const path = aPath()
  open(path)
  writeFileSync(join(path, 'gateway.json'), '{"gatewayId":')
  expect(() => open(path)).toThrow(expect.objectContaining({ code: 'configurationInvalid' }))
  expect(readFileSync(join(path, 'gateway.json'), 'utf8')).toBe('{"gatewayId":')
})

test('a path that can not be a folder is refused with its name', () => {
  const path = aPath()
  writeFileSync(path, '')
  expect(() => open(join(path, 'below'))).toThrow(
    expect.objectContaining({
      code: 'configurationInvalid',
      facts: expect.objectContaining({ field: 'DATA_DIR', reason: 'ENOTDIR' }),
    }),
  )
})

test('a refused gateway leaves the store of the running one alone', async () => {
  const options = { dataDir: aPath(), databaseUrl: null, exclusive: true, now: Date.now, randomBytes }
  const store = await openStore(options)
  await store.devices.register({ id: 'wrist-1', kind: 'device' })
  await expect(openStore(options)).rejects.toMatchObject({ code: 'dataDirectoryInUse' })
  const command = await openStore({ ...options, exclusive: false })
  expect(await command.devices.list()).toMatchObject([{ id: 'wrist-1' }])
  await command.close()
  await expect(openStore(options)).rejects.toMatchObject({ code: 'dataDirectoryInUse' })
  await store.close()
  await (await openStore(options)).close()
})
