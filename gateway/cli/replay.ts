/** `vitalgate replay`: publishes a recording as the device that could have measured it. */
import { Command, InvalidArgumentError, Option } from 'commander'
import { InputProblem } from '../../devices/replay/inputProblem.ts'
import { failure } from '../failures.ts'
import type { CliContext } from './context.ts'
import { isoTime } from './optionValues.ts'
import { positiveInteger, positiveNumber } from './positiveNumber.ts'
import type { ReplayCommandOptions } from './replay/replayCommandOptions.ts'
import { replayFile } from './replay/replayFile.ts'

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

/** @throws Failure */
function explain(error: unknown): never {
  if (!(error instanceof InputProblem)) throw error
  throw failure('invalidRequest', 'The recording can not be read so.', { ...error.facts }, error)
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
    .action((file: string, options: ReplayCommandOptions) =>
      replayFile(context, file, options).catch(explain),
    )
}
