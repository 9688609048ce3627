/** How far a replay is, as a bar of the file's bytes; shown from the first row on. */
import type { PublisherCounts } from '../../../devices/publisher.ts'
import type { Row } from '../../../devices/replay/recording.ts'
import { type StatusLine, type StatusLineOptions, startStatusLine } from '../statusLine.ts'

export interface ReplayProgressOptions {
  readonly stream: StatusLineOptions['stream']
  readonly fileBytes: number
  readonly counts: PublisherCounts
}

const BAR_CELLS = 20

function line({ bytes, index }: Row, { fileBytes, counts }: ReplayProgressOptions): string {
  const share = Math.min(1, bytes / fileBytes)
  const bar = '█'.repeat(Math.round(share * BAR_CELLS)).padEnd(BAR_CELLS, '░')
  const percent = String(Math.floor(share * 100)).padStart(3)
  return (
    `${bar} ${percent} % · ${index + 1} rows · ${counts.sent} sent · ` +
    `${counts.acknowledged} acknowledged · ${counts.refused} refused`
  )
}

export function createReplayProgress(options: ReplayProgressOptions) {
  let last: Row | null = null
  let status: StatusLine | null = null
  return {
    row(row: Row): void {
      last = row
      status ??= startStatusLine({ stream: options.stream, line: () => line(last ?? row, options) })
    },
    /** Twice is as good as once. */
    close(): void {
      status?.close()
      status = null
    },
  }
}
