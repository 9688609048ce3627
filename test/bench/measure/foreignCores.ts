/**
 * How many processors something else took while a run lasted: what the machine was busy with, stolen time included,
 * less what was booked to the processes of the run. It says which runs are worth nothing without looking at results.
 */
import { readFileSync } from 'node:fs'
import { createCpuSeconds } from './cpuSeconds.ts'
import { monotonicMs } from './monotonicMs.ts'

/** proc(5): user, nice, system, idle, iowait, irq, softirq and steal of the first line of /proc/stat. */
const BUSY_FIELDS = [1, 2, 3, 6, 7, 8]

export interface ForeignCores {
  /** @returns asks for the mean number of foreign processors since */
  begin(): () => number
}

export function createForeignCores(ownPids: readonly number[]): ForeignCores {
  const { cpuSeconds, ticksPerSecond } = createCpuSeconds()
  const pids = [...ownPids, process.pid]

  function busySeconds(): number {
    const fields = readFileSync('/proc/stat', 'latin1').split('\n', 1)[0]!.split(/ +/)
    return BUSY_FIELDS.reduce((sum, field) => sum + Number(fields[field]), 0) / ticksPerSecond
  }

  return {
    begin() {
      const startedAtMs = monotonicMs()
      const before = busySeconds() - cpuSeconds(pids)
      return () => {
        const foreign = busySeconds() - cpuSeconds(pids) - before
        return Math.max(0, foreign / ((monotonicMs() - startedAtMs) / 1000))
      }
    },
  }
}
