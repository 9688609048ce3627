/** Reads what was just committed and tells the screens, at most four times a second, only while one listens. */

import { refusedPayload } from '../api/refusedPayload.ts'
import type { Events } from '../events.ts'
import type { Entry } from '../journal/entry.ts'
import type { JournalReader } from '../journal/reader.ts'
import type { Log } from '../log.ts'
import type { QuarantineBatch, ReadingBatch } from './channels.ts'
import { liveReadings } from './liveReadings.ts'
import { newestReadings } from './newestReadings.ts'

export interface LiveFollowerOptions {
  readonly events: Events
  readonly reader: Pick<JournalReader, 'entriesAfter'>
  readonly log: Log
  /** Unix milliseconds; only differences count. */
  readonly now: () => number
  readonly screens: {
    isAnyoneListening(): boolean
    readings(batch: ReadingBatch): void
    quarantined(batch: QuarantineBatch): void
  }
  readonly batchIntervalMs?: number
  /** Entries of one batch; where more came meanwhile, only the newest are read and the others are counted. */
  readonly maxEntries?: number
  /** Readings of one batch before only the newest of each device and vital are sent. */
  readonly maxReadings?: number
}

const BATCH_INTERVAL_MS = 250
/** 8,000 messages/s pass whole; a replay at full speed may not make the reader fall behind for hours. */
const MAX_ENTRIES = 2000
const MAX_READINGS = 400
const RETRY_MS = 1000
/** A strip of newest refusals is all that a screen shows. */
const MAX_REFUSED = 50

export function createLiveFollower({
  events,
  reader,
  log,
  now,
  screens,
  batchIntervalMs = BATCH_INTERVAL_MS,
  maxEntries = MAX_ENTRIES,
  maxReadings = MAX_READINGS,
}: LiveFollowerOptions) {
  /** The last entry that was told or passed over; live begins at the end, so it is not kept. */
  let position: number | null = null
  let target = 0
  let timer: NodeJS.Timeout | null = null
  let reading: Promise<void> | null = null
  let nextBatchAtMs = 0
  let closed = false

  function tell(entries: readonly Entry[], span: { after: number; to: number; skipped: number }): void {
    const all = entries.flatMap((entry) => (entry.kind === 'message' ? liveReadings(entry.message) : []))
    const readings = all.length > maxReadings ? newestReadings(all) : all
    if (readings.length > 0 || span.skipped > 0) {
      screens.readings({ ...span, coalesced: all.length - readings.length, readings })
    }
    const refused = entries.flatMap((entry) =>
      entry.kind === 'refusal' ? [refusedPayload(entry.refusal)] : [],
    )
    if (refused.length > 0) {
      const skipped = span.skipped + Math.max(0, refused.length - MAX_REFUSED)
      screens.quarantined({ ...span, skipped, refused: refused.slice(-MAX_REFUSED) })
    }
  }

  async function readOn(): Promise<void> {
    const to = target
    const after = position ?? to
    if (!screens.isAnyoneListening()) {
      position = to
      return
    }
    const from = Math.max(after, to - maxEntries)
    try {
      const entries = await reader.entriesAfter(from, to - from)
      if (closed) return
      position = Math.max(position ?? to, to)
      tell(entries, { after, to, skipped: from - after })
      nextBatchAtMs = now() + batchIntervalMs
    } catch (err) {
      log.warn({ err, after: from, to }, 'live read failed')
      nextBatchAtMs = now() + RETRY_MS
    }
  }

  function schedule(): void {
    if (timer || reading || closed) return
    timer = setTimeout(
      () => {
        timer = null
        reading = readOn().finally(() => {
          reading = null
          if (position !== null && position < target) schedule()
        })
      },
      Math.max(0, nextBatchAtMs - now()),
    )
  }

  const stopListening = events.on('committed', ({ first, last }) => {
    target = last
    if (!screens.isAnyoneListening()) {
      position = last
      return
    }
    position ??= first - 1
    schedule()
  })

  return {
    async close(): Promise<void> {
      closed = true
      stopListening()
      if (timer) clearTimeout(timer)
      await reading
    },
  }
}
