/** Doctor: the data directory can be written, is private and has room. */
import { accessSync, constants, existsSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Finding, failed, ok, warning } from './finding.ts'
import type { Installation } from './installation.ts'

const MEBIBYTE = 1_048_576
const LEAST_FREE_BYTES = 100 * MEBIBYTE
/** A hundred wearables at one message a second write about 1 GiB a day. */
const SCARCE_FREE_BYTES = 2048 * MEBIBYTE

function reasonOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code)
}

function checkWritable(path: string): Finding {
  const name = 'data directory'
  const probe = join(path, `.doctor-${process.pid}`)
  try {
    writeFileSync(probe, '', { mode: 0o600 })
    rmSync(probe)
  } catch (error) {
    const fix = 'make it writable for the user who runs the gateway, or set DATA_DIR'
    return failed(name, `${path} can not be written (${reasonOf(error)})`, fix)
  }
  const { mode } = statSync(path)
  if ((mode & 0o007) === 0) return ok(name, path)
  return warning(name, `${path} is open to every user of this machine`, `chmod o-rwx ${path}`)
}

function checkSpace(path: string): Finding {
  const { bavail, bsize } = statfsSync(path)
  const free = bavail * bsize
  const detail = `${Math.floor(free / MEBIBYTE)} MiB free`
  const fix = 'free space, or move DATA_DIR to a larger disk: a full disk stops acknowledgements'
  if (free < LEAST_FREE_BYTES) return failed('disk space', detail, fix)
  return free < SCARCE_FREE_BYTES ? warning('disk space', detail, fix) : ok('disk space', detail)
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path))
}

export function checkDataDirectory({ dataDir }: Installation): Finding[] {
  if (existsSync(dataDir)) return [checkWritable(dataDir), checkSpace(dataDir)]
  const above = nearestExisting(dataDir)
  try {
    accessSync(above, constants.W_OK | constants.X_OK)
    return [ok('data directory', `${dataDir} will be made at the first start`), checkSpace(above)]
  } catch (error) {
    const fix = `make it for the user who runs the gateway, or set DATA_DIR`
    return [failed('data directory', `${dataDir} can not be made (${reasonOf(error)})`, fix)]
  }
}
