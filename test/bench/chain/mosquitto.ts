/** Debian's mosquitto in its best case for this work: no accounts, no access list, no limits, no log. */
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { eventually } from '../../support/eventually.ts'
import { freePort } from '../../support/freePort.ts'

export interface Mosquitto {
  readonly pid: number
  readonly port: number
  close(): Promise<void>
}

export interface MosquittoOptions {
  readonly path: string
  /** Empty: nothing of an earlier session. */
  readonly folder: string
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

export async function startMosquitto({ path, folder }: MosquittoOptions): Promise<Mosquitto> {
  const port = await freePort()
  mkdirSync(folder, { recursive: true })
  const settings = join(folder, 'mosquitto.conf')
  writeFileSync(
    settings,
    [
      `listener ${port} 127.0.0.1`,
      'allow_anonymous true',
      'persistence true',
      `persistence_location ${folder}/`,
      'set_tcp_nodelay true',
      'max_inflight_messages 0',
      'max_queued_messages 0',
      'log_dest none',
      // as root it would become a user that may not write there
      `user ${userInfo().username}`,
    ].join('\n'),
  )
  const server = spawn(path, ['-c', settings], { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaints = ''
  server.stderr.on('data', (text) => {
    complaints += String(text)
  })
  const killAtExit = () => void server.kill('SIGKILL')
  process.once('exit', killAtExit)
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const failed = new Promise<never>((_, reject) => server.once('error', reject))
  const early = ended.then(() => Promise.reject(new Error(`mosquitto did not start: ${complaints}`)))
  early.catch(() => {}) // once it runs, its end is no failure
  await Promise.race([eventually(() => answers(port)), failed, early])
  return {
    pid: server.pid!,
    port,
    async close() {
      const kill = setTimeout(() => server.kill('SIGKILL'), 10_000)
      server.kill('SIGTERM')
      await ended
      clearTimeout(kill)
      process.off('exit', killAtExit)
    },
  }
}
