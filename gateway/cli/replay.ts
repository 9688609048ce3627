/** `vitalgate replay`: publishes a recording as the device that could have measured it. */
import { createReadStream, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Command, InvalidArgumentError, Option } from 'commander'
import { createPublisher, type Publisher } from '../../devices/publisher.ts'
import { csvRecords } from '../../devices/replay/csvRecords.ts'
import { InputProblem } from '../../devices/replay/inputProblem.ts'
import { parseMappings } from '../../devices/replay/mapping.ts'
import { type Row, recording } from '../../devices/replay/recording.ts'
import { replay } from '../../devices/replay/replay.ts'
import { parseTimeColumn } from '../../devices/replay/timeColumn.ts'
import { readConfig } from '../config.ts'
import { failure } from '../failures.ts'
import type { CliContext } from './context.ts'
import { isoTime } from './optionValues.ts'
import { positiveInteger, positiveNumber } from './positiveNumber.ts'
import { deviceTokenFor } from './replay/deviceTokenFor.ts'
import { replayText } from './replay/replayText.ts'
import { report } from './report.ts'
import { startStatusLine } from './statusLine.ts'
import { untilStopped } from './untilStopped.ts'

interface ReplayCommandOptions {
  readonly device: string
  readonly token?: string
  readonly register?: boolean
  readonly map: readonly string[]
  readonly rate?: number
  readonly speed: number
  readonly start?: number | 'now'
  readonly keepTimes?: boolean
  readonly timeColumn?: string
  readonly skipRows: number
  readonly delimiter: string
  readonly format: 'csv' | 'empatica'
  readonly url?: string
  readonly json?: boolean
}

const LAST_ACKS_MS = 30_000
const BAR_CELLS = 20

const HELP = `
Times. Rows are as far apart as the time column says (a first column called time, date, minute, seconds … is
found; see --time-column), else as --rate says. --start dates the first row; --speed 60 makes a minute of
recording pass in a second and compresses the times on the messages just so: with --start now each row is
measured at the moment it is published, never ahead of the clock. A file with dates of its own keeps them unless
--start is given. --keep-times leaves the recording its distances and only sends it faster, no row before its time.

Identity. The row's number is the message's sequence. The same file, --start and --speed again stores nothing new.

Cells. Zero is published: the gateway keeps it as "no signal" where the vital can not be zero. Blank is absent and
not published. Text is reported by row and column, and its row is not published. Half a blood pressure is not
published. Units are converted by the gateway.

Example:
  vitalgate replay 100001.csv --device oximeter-5 --register --map "SpO2 5=oxygenSaturation:%" \\
    --map "Pulse 5=heartRate:/min" --rate 1 --speed 60 --start now`

function startTime(text: string): number | 'now' {
  return text === 'now' ? 'now' : isoTime(text)
}

function delimiter(text: string): string {
  if (text === 'tab') return '\t'
  if (text.length === 1) return text
  throw new InvalidArgumentError('Allowed is one character, or tab.')
}

function rowCount(text: string): number {
  return text === '0' ? 0 : positiveInteger(text)
}

function sizeOf(file: string): number {
  try {
    const stat = statSync(file)
    if (stat.isFile()) return stat.size
  } catch {
    // Told below.
  }
  throw failure('notFound', `There is no file ${file} that can be read.`, {
    field: 'file',
    given: file,
    allowed: 'a CSV file',
  })
}

async function connect(url: string, id: string, token: string, onRefused: (report: Uint8Array) => void) {
  try {
    return await createPublisher({ url, id, token, onRefused })
  } catch (error) {
    const { code } = error as { code?: unknown }
    const message =
      code === 5 || code === 4
        ? `The gateway at ${url} does not let ${id} in with this token.`
        : `No gateway answers at ${url}.`
    throw failure('upstreamUnavailable', message, { field: '--url', given: url }, error)
  }
}

/** Why, in the gateway's words: they hold no measured value. */
function reasonOf(notice: Uint8Array): string {
  try {
    const { code, reason } = JSON.parse(Buffer.from(notice).toString()) as { code?: string; reason?: string }
    return reason ?? code ?? 'no reason given'
  } catch {
    return 'no reason given'
  }
}

function progress(row: Row | null, size: number, { counts }: Publisher): string {
  const share = row === null ? 0 : Math.min(1, row.bytes / size)
  const bar = '█'.repeat(Math.round(share * BAR_CELLS)).padEnd(BAR_CELLS, '░')
  const rows = row === null ? 0 : row.index + 1
  return (
    `${bar} ${String(Math.floor(share * 100)).padStart(3)} % · ${rows} rows · ${counts.sent} sent · ` +
    `${counts.acknowledged} acknowledged · ${counts.refused} refused`
  )
}

async function replayFile(context: CliContext, file: string, options: ReplayCommandOptions): Promise<void> {
  const { now } = context
  const size = sizeOf(file)
  const mappings = parseMappings(options.map)
  const url = options.url ?? `mqtt://127.0.0.1:${readConfig(context.env).mqttPort}`
  if (typeof options.start === 'number' && options.start > now()) {
    throw failure('invalidRequest', 'The recording would begin in the future.', {
      field: '--start',
      given: new Date(options.start).toISOString(),
      allowed: 'now, or a time that has been',
    })
  }
  const token = await deviceTokenFor(context, options.device, options)
  const refusals: Record<string, number> = {}
  const publisher = await connect(url, options.device, token, (notice) => {
    const reason = reasonOf(notice)
    refusals[reason] = (refusals[reason] ?? 0) + 1
  })
  const stop = new AbortController()
  void untilStopped().then(() => stop.abort())

  let last: Row | null = null
  const line = () => progress(last, size, publisher)
  const status = options.json ? null : startStatusLine({ stream: context.stderr, line })
  const startMs = options.start === 'now' ? now() : (options.start ?? null)
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
      startMs,
      speed: options.speed,
      keepTimes: options.keepTimes === true,
      signal: stop.signal,
      onRow: (row) => {
        last = row
      },
    })
    const outstanding = await publisher.close(LAST_ACKS_MS)
    status?.close()
    const outcome = {
      file,
      device: options.device,
      interrupted: stop.signal.aborted,
      repeatWith: `${result.start === null ? '' : `--start ${result.start} `}--speed ${options.speed}`,
      ...result,
      messages: { ...publisher.counts, outstanding },
      refusals,
    }
    report(context, options, outcome, () => replayText(outcome))
    if (outstanding > 0) {
      throw failure('upstreamUnavailable', `${outstanding} messages were never acknowledged.`, {
        outstanding,
      })
    }
  } catch (error) {
    status?.close()
    await publisher.close(0)
    if (!(error instanceof InputProblem)) throw error
    throw failure('invalidRequest', 'The recording can not be read so.', { ...error.facts }, error)
  }
}

/** Timers may fire a millisecond early; a time must not be ahead of the clock. */
async function sleepUntil(atMs: number, now: () => number, signal: AbortSignal): Promise<void> {
  while (now() < atMs && !signal.aborted) {
    await sleep(Math.ceil(Math.min(atMs - now(), 60_000)), undefined, { signal }).catch(() => {})
  }
}

export function replayCommand(context: CliContext): Command {
  return new Command('replay')
    .argument('<file>', 'CSV with a header')
    .requiredOption('--device <id>', 'whose readings these are')
    .option('--token <token>', "the device's; without it what this machine knows is used")
    .option('--register', 'register the device here first, where it is new')
    .requiredOption(
      '--map <column=vital:unit>',
      'which column is which vital, in which unit; once for each',
      (text: string, before: readonly string[] = []) => [...before, text],
    )
    .option('--rate <hertz>', 'rows a second of recording, in place of a time column', positiveNumber)
    .option('--speed <factor>', 'seconds of recording a second; compresses times too', positiveNumber, 1)
    .option('--start <time>', 'now, or when the first row was measured, with its zone', startTime)
    .option('--keep-times', 'do not compress the times, only the sending')
    .option(
      '--time-column <name[:unit]>',
      'unit: ms, s, min, h, epoch, epoch-ms or clock (time of day, date)',
    )
    .option('--skip-rows <n>', 'rows before the header', rowCount, 0)
    .option('--delimiter <character>', 'between cells', delimiter, ',')
    .addOption(
      new Option(
        '--format <format>',
        'empatica: row 1 is the time, row 2 the rate, the column is called value',
      )
        .choices(['csv', 'empatica'])
        .default('csv'),
    )
    .option('--url <url>', 'mqtt://, mqtts://, ws:// or wss:// of the gateway; this machine, MQTT_PORT')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: ReplayCommandOptions) => replayFile(context, file, options))
}
