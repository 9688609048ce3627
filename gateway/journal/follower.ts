/**
 * Reads the journal behind the acknowledgement, from a cursor of its own: batch after batch, again after a failure,
 * from where it was after a restart. What it does with a batch must be idempotent.
 */
import type { Events } from '../events.ts'
import { isFailure } from '../failures.ts'
import type { Log } from '../log.ts'
import type { Entry } from './entry.ts'
import type { JournalReader } from './reader.ts'

const BATCH_ENTRIES = 1000
const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 30_000
/** Even without news; another process may have written. */
const LOOK_AGAIN_MS = 5_000

export interface FollowerOptions {
  readonly name: string
  readonly reader: Pick<JournalReader, 'entriesAfter' | 'lastPosition'>
  readonly events: Events
  readonly log: Log
  /** Unix milliseconds. */
  readonly now: () => number
  /** Where it left off; read once at start. */
  readonly readCursor: () => Promise<number>
  /**
   * Does the work and makes the cursor durable at `position`: in one transaction where the work is in our own
   * store, after it where it is elsewhere. Throws: the same batch comes again.
   */
  readonly handle: (entries: readonly Entry[], position: number) => Promise<void>
}

export interface FollowerState {
  readonly name: string
  readonly position: number
  /** Null while all is well; else since when it fails, Unix ms, and a fixed phrase or code. */
  readonly failing: { readonly sinceMs: number; readonly code: string; readonly attempts: number } | null
}

export interface Follower {
  state(): FollowerState
  /** Resolves once the batch under way is done. */
  close(): Promise<void>
}

function codeOf(error: unknown): string {
  if (isFailure(error)) return error.code
  const { code, name } = error as { code?: string; name?: string }
  return code ?? name ?? 'unknown'
}

export async function createFollower(options: FollowerOptions): Promise<Follower> {
  const { name, reader, events, log, now, readCursor, handle } = options
  const stop = new AbortController()
  let position = await readCursor()
  let isChecked = false
  let failing: FollowerState['failing'] = null
  let wake: (() => void) | null = null
  let news = false

  function sleep(ms: number): Promise<void> {
    if (stop.signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms)
      function done(): void {
        clearTimeout(timer)
        wake = null
        resolve()
      }
      wake = done
    })
  }

  const off = events.on('committed', () => {
    news = true
    if (failing === null) wake?.()
  })
  stop.signal.addEventListener('abort', () => wake?.())

  /** A journal that was restored from a backup ends before what was read of it once: the rest is new. */
  async function checkCursor(): Promise<void> {
    const last = await reader.lastPosition()
    if (position > last) {
      log.warn({ follower: name, cursor: position, position: last }, 'cursor beyond the journal, set back')
      position = last
    }
    isChecked = true
  }

  /** @returns how long to wait before the next batch */
  async function step(): Promise<number> {
    try {
      if (!isChecked) await checkCursor()
      const entries = await reader.entriesAfter(position, BATCH_ENTRIES)
      if (entries.length === 0) return LOOK_AGAIN_MS
      const last = entries.at(-1) as Entry
      const next = last.kind === 'message' ? last.message.position : last.refusal.position
      await handle(entries, next)
      position = next
      if (failing !== null)
        log.info({ follower: name, position, attempts: failing.attempts }, 'follower recovered')
      failing = null
      return entries.length === BATCH_ENTRIES ? 0 : LOOK_AGAIN_MS
    } catch (error) {
      const attempts = (failing?.attempts ?? 0) + 1
      const retryAfterMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 10))
      failing = { sinceMs: failing?.sinceMs ?? now(), code: codeOf(error), attempts }
      log.warn({ follower: name, position, attempts, retryAfterMs, err: error }, 'follower failed')
      return retryAfterMs
    }
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      news = false
      const waitMs = await step()
      if (waitMs > 0 && !(news && failing === null)) await sleep(waitMs)
    }
  }

  const finished = run()
  return {
    state: () => ({ name, position, failing }),
    async close() {
      off()
      stop.abort()
      await finished
    },
  }
}
