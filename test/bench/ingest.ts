/** `npm run bench:ingest`: the product beside mosquitto with a persistent subscriber, in interleaved runs on loopback. */
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { type BenchOptions, readBenchOptions } from './benchOptions.ts'
import { measureIdleRow } from './idleRow.ts'
import { type IngestRow, measureIngestRow } from './ingestRow.ts'
import { describeMachine } from './machine.ts'
import { measurePubackRow } from './pubackRow.ts'
import { type Results, report } from './report.ts'
import { WORKLOADS } from './workloads.ts'

function findMosquitto(): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  for (const folder of folders) {
    try {
      accessSync(join(folder, 'mosquitto'), constants.X_OK)
      return join(folder, 'mosquitto')
    } catch {
      // Not in this folder.
    }
  }
  throw new Error('mosquitto is absent; install it: apt-get install --no-install-recommends mosquitto')
}

async function measureAll(options: BenchOptions, folder: string): Promise<Results> {
  const { pairs, scale, only } = options
  const mosquitto = findMosquitto()
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  const machine = describeMachine(mosquitto)
  if (machine.loadAverageBefore > 1)
    say(`load average ${machine.loadAverageBefore}: something else is running`)
  const isWanted = (name: string) => name.toLowerCase().includes(only.toLowerCase())
  const rowFolder = (name: string) => mkdtempSync(join(folder, `${name}-`))

  const ingest: IngestRow[] = []
  for (const workload of WORKLOADS.filter(({ name }) => isWanted(name))) {
    const own = rowFolder('ingest')
    ingest.push(await measureIngestRow({ workload, mosquitto, folder: own, pairs, scale, say }))
    rmSync(own, { recursive: true })
  }
  const puback = isWanted('puback')
    ? await measurePubackRow({ folder: rowFolder('puback'), rounds: pairs, scale, say })
    : null
  const idle = isWanted('idle')
    ? await measureIdleRow({ mosquitto, folder: rowFolder('idle'), scale, say })
    : null
  return { machine, ingest, puback, idle }
}

async function main(): Promise<void> {
  const options = readBenchOptions(process.argv.slice(2))
  const folder = mkdtempSync(join(tmpdir(), 'vitalgate-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const results = await measureAll(options, folder)
  if (options.scale < 1) console.error('shortened runs: they show that it runs, and prove nothing')
  console.log(options.json ? JSON.stringify(results, null, 2) : `\n${report(results)}`)
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
