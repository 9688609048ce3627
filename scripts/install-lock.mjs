/** Lets one process at a time change what is installed; a second one waits for it. */
import { readFileSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const HEARTBEAT_MS = 1_000
/** A holder that has not touched its file for so long was killed, or its machine was. */
const STALE_MS = 10_000
const POLL_MS = 200
/** A slow rival may still remove a fresh lock that it takes for the stale one; it does so well within this time. */
const SETTLE_MS = 100

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function stale(file) {
  const pid = Number(read(file))
  try {
    const idleMs = Date.now() - statSync(file).mtimeMs
    if (idleMs > STALE_MS) return true
    // An empty file is one whose writer is between creating and writing it.
    return pid > 0 && pid !== process.pid && !alive(pid)
  } catch {
    return false
  }
}

function create(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function remove(file) {
  try {
    unlinkSync(file)
  } catch {
    // Another process removed it first.
  }
}

async function acquire(file, onWait) {
  for (let waited = false; ; ) {
    if (create(file)) {
      await sleep(SETTLE_MS)
      if (read(file) === String(process.pid)) return
    } else if (stale(file)) {
      remove(file)
    } else {
      if (!waited) onWait(read(file))
      waited = true
      await sleep(POLL_MS)
    }
  }
}

/** @param onWait called once with the holder's process id where there is one */
export async function withInstallLock(file, onWait, work) {
  await acquire(file, onWait)
  const heartbeat = setInterval(() => utimesSync(file, new Date(), new Date()), HEARTBEAT_MS)
  const release = () => remove(file)
  process.once('exit', release)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    process.removeListener('exit', release)
    release()
  }
}
