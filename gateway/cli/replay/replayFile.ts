/** Opens a recording, publishes it and reports. */
import { createReadStream, statSync } from 'node:fs'
import { csvRecords } from '../../../devices/replay/csvRecords.ts'
import { parseMappings } from '../../../devices/replay/mapping.ts'
import { recording } from '../../../devices/replay/recording.ts'
import { replay } from '../../../devices/replay/replay.ts'
import { parseTimeColumn } from '../../../devices/replay/timeColumn.ts'
import { readConfig } from '../../config.ts'
import { failure } from '../../failures.ts'
import type { CliContext } from '../context.ts'
import { report } from '../report.ts'
import { untilStopped } from '../untilStopped.ts'
import { deviceTokenFor } from './deviceTokenFor.ts'
import { publishAs } from './publishAs.ts'
import type { ReplayCommandOptions } from './replayCommandOptions.ts'
import { createReplayProgress } from './replayProgress.ts'
import { replayText } from './replayText.ts'
import { sleepUntil } from './sleepUntil.ts'

const LAST_ACKS_MS = 30_000

/** @throws Failure notFound */
function sizeOf(file: string): number {
  try {
    const stat = statSync(file)
    if (stat.isFile()) return stat.size
  } catch {
    // Told below.
  }
  const facts = { field: 'file', given: file, allowed: 'a CSV file' }
  throw failure('notFound', `There is no file ${file} that can be read.`, facts)
}

/** @throws Failure invalidRequest */
function startMsOf({ start }: ReplayCommandOptions, nowMs: number): number | null {
  if (start === undefined) return null
  if (start === 'now') return nowMs
  if (start <= nowMs) return start
  throw failure('invalidRequest', 'The recording would begin in the future.', {
    field: '--start',
    given: new Date(start).toISOString(),
    allowed: 'now, or a time that has been',
  })
}

/** @throws Failure, InputProblem */
export async function replayFile(
  context: CliContext,
  file: string,
  options: ReplayCommandOptions,
): Promise<void> {
  const { now } = context
  const size = sizeOf(file)
  const mappings = parseMappings(options.map)
  const url = options.url ?? `mqtt://127.0.0.1:${readConfig(context.env).mqttPort}`
  startMsOf(options, now())
  const token = await deviceTokenFor(context, options.device, options)
  const publisher = await publishAs(options.device, token, url)
  const stop = new AbortController()
  void untilStopped().then(() => stop.abort())

  const { counts } = publisher
  const progress = options.json
    ? null
    : createReplayProgress({ stream: context.stderr, fileBytes: size, counts })
  try {
    const result = await replay({
      rows: recording({
        records: csvRecords(createReadStream(file), options.delimiter),
        mappings,
        format: options.format,
        skipRows: options.skipRows,
        timeColumn: options.timeColumn === undefined ? null : parseTimeColumn(options.timeColumn),
        rate: options.rate ?? null,
      }),
      mappings,
      deviceId: options.device,
      publish: publisher.publish,
      now,
      sleepUntil: (atMs, signal) => sleepUntil(atMs, now, signal),
      startMs: startMsOf(options, now()),
      speed: options.speed,
      keepTimes: options.keepTimes === true,
      signal: stop.signal,
      onRow: (row) => progress?.row(row),
    })
    const outstanding = await publisher.close(LAST_ACKS_MS)
    progress?.close()
    const start = result.start === null ? '' : `--start ${result.start} `
    const outcome = {
      file,
      device: options.device,
      interrupted: stop.signal.aborted,
      repeatWith: `${start}--speed ${options.speed}`,
      ...result,
      messages: { ...counts, outstanding },
      refusals: publisher.refusals,
    }
    report(context, options, outcome, () => replayText(outcome))
    if (outstanding === 0) return
    throw failure('upstreamUnavailable', `${outstanding} messages were never acknowledged.`, { outstanding })
  } finally {
    progress?.close()
    await publisher.close(0)
  }
}
