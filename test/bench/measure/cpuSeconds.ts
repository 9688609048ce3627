/** CPU time that the operating system has booked to processes, all their threads included, user and kernel. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** proc(5): fields 14 and 15 of /proc/{pid}/stat; the name in field 2 may hold spaces. */
function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}

export interface CpuSeconds {
  /** Sum over these processes since each began. */
  cpuSeconds(pids: readonly number[]): number
  readonly ticksPerSecond: number
}

export function createCpuSeconds(): CpuSeconds {
  const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'latin1' }))
  return {
    ticksPerSecond,
    cpuSeconds: (pids) => pids.reduce((sum, pid) => sum + ticksOf(pid), 0) / ticksPerSecond,
  }
}
