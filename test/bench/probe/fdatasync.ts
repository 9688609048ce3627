/** What the disk alone takes, in a process of its own: 4 KiB written and fdatasync'ed, again and again at a modest rate. */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import { serveCommands } from '../process/serveCommands.ts'

export interface ProbeArgs {
  /** On the disk that the servers write to. */
  readonly folder: string
  readonly everyMs: number
}

export interface Probed {
  readonly count: number
  readonly p50Ms: number
  readonly p99Ms: number
}

const WRITE_BYTES = 4096
const block = Buffer.alloc(WRITE_BYTES, 'v')
let file = -1
let timer: NodeJS.Timeout | null = null
let tookNs: RecordableHistogram = createHistogram()

function probe(): void {
  const startedNs = process.hrtime.bigint()
  writeSync(file, block, 0, WRITE_BYTES, 0)
  fdatasyncSync(file)
  tookNs.record(process.hrtime.bigint() - startedNs)
}

function start({ folder, everyMs }: ProbeArgs): null {
  if (file < 0) file = openSync(join(folder, 'probe'), 'w')
  probe() // gives the file its length: from here on only data is written
  tookNs = createHistogram({ lowest: 1, highest: 60e9, figures: 3 })
  timer = setInterval(probe, everyMs)
  return null
}

function stop(): Probed {
  if (timer !== null) clearInterval(timer)
  return { count: tookNs.count, p50Ms: tookNs.percentile(50) / 1e6, p99Ms: tookNs.percentile(99) / 1e6 }
}

function close(): null {
  if (timer !== null) clearInterval(timer)
  if (file >= 0) closeSync(file)
  return null
}

serveCommands({ start, stop, close })
