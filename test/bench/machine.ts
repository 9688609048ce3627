/** On what the figures were measured; a load average above 1 before the first run means that something else ran too. */
import { spawnSync } from 'node:child_process'
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os'

export interface Machine {
  readonly processors: string
  readonly memoryGib: number
  readonly system: string
  readonly node: string
  readonly sqlite: string
  readonly mosquitto: string
  readonly loadAverageBefore: number
}

export function describeMachine(mosquitto: string): Machine {
  const processors = cpus()
  const help = spawnSync(mosquitto, ['-h'], { encoding: 'utf8' }).stdout
  return {
    processors: `${processors.length} x ${processors[0]!.model.trim()}`,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()} ${arch()}`,
    node: process.version,
    sqlite: process.versions.sqlite!,
    mosquitto: /^mosquitto version (\S+)/m.exec(help)?.[1] ?? 'unknown',
    loadAverageBefore: Number(loadavg()[0]!.toFixed(2)),
  }
}
