/** A real PostgreSQL of its own: a new cluster on loopback in a temporary folder, gone after the tests. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './freePort.ts'

export interface PostgresServer {
  /** A new, empty database. @returns its URL */
  createDatabase(): Promise<string>
  /** Ends the server at once, as a crash of its machine would for its clients. */
  stop(): Promise<void>
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {}
  const number = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }))
  return { uid: number('-u'), gid: number('-g') }
}

async function isReady(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

/** @param path the `postgres` executable; initdb lies beside it */
export async function startPostgres(path: string): Promise<PostgresServer> {
  const user = unprivilegedUser()
  const folder = mkdtempSync(join(tmpdir(), 'vitalgate-postgres-'))
  if ('uid' in user) chownSync(folder, user.uid!, user.gid!)
  const data = join(folder, 'data')
  execFileSync(
    join(dirname(path), 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...user, cwd: folder, stdio: 'pipe' },
  )
  const port = await freePort()
  // fsync off: what is tested is behaviour, and the folder does not outlive the test.
  const options = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'fsync=off']
  const server = spawn(path, options, { ...user, cwd: folder, stdio: 'ignore' })
  const ended = once(server, 'exit')
  const base = `postgres://postgres@127.0.0.1:${port}`
  while (!(await isReady(`${base}/postgres`))) {
    if (server.exitCode !== null) throw new Error('postgres ended while starting')
    await delay(50)
  }
  let databases = 0
  return {
    async createDatabase() {
      const name = `vitalgate_${++databases}`
      const client = new pg.Client({ connectionString: `${base}/postgres` })
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      return `${base}/${name}`
    },
    async stop() {
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
