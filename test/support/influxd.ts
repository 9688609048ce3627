/** InfluxDB 1.x from Debian, on loopback ports and a folder of its own, that can be stopped and started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from './eventually.ts'
import { freePort } from './freePort.ts'

export interface Influxd {
  /** With the database's name. */
  readonly url: string
  start(): Promise<void>
  stop(): Promise<void>
  /** Rows of the first series of an InfluxQL query. */
  rows(query: string): Promise<unknown[][]>
  close(): Promise<void>
}

const DATABASE = 'vitalgate'

export async function createInfluxd(binary: string): Promise<Influxd> {
  const folder = mkdtempSync(join(tmpdir(), 'vitalgate-influx-'))
  const port = await freePort()
  const config = join(folder, 'influxdb.conf')
  writeFileSync(
    config,
    `reporting-disabled = true
bind-address = "127.0.0.1:${await freePort()}"
[meta]
  dir = "${folder}/meta"
[data]
  dir = "${folder}/data"
  wal-dir = "${folder}/wal"
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
[monitor]
  store-enabled = false
`,
  )
  let child: ChildProcess | null = null

  async function stop(): Promise<void> {
    if (child === null) return
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
    child = null
  }

  return {
    url: `http://127.0.0.1:${port}/${DATABASE}`,
    stop,
    async start() {
      child = spawn(binary, ['-config', config], { stdio: 'ignore' })
      await eventually(async () => {
        const response = await fetch(`http://127.0.0.1:${port}/ping`).catch(() => null)
        return response?.status === 204
      }, 30_000)
    },
    async rows(query) {
      const address = `http://127.0.0.1:${port}/query?db=${DATABASE}&q=${encodeURIComponent(query)}`
      const { results } = (await (await fetch(address)).json()) as {
        results: { series?: { values: unknown[][] }[] }[]
      }
      return results[0]?.series?.[0]?.values ?? []
    },
    async close() {
      await stop()
      rmSync(folder, { recursive: true })
    },
  }
}
