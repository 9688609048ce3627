/** The one logger: a fixed lower-case phrase plus fields, one JSON object a line, nothing personal. */
import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

export interface LogOptions {
  readonly level: string
  /** Where lines go; standard error without it, so that standard output stays for programs. */
  readonly destination?: DestinationStream
}

/** Only code, facts and stack of an error: messages of foreign errors may quote what came in. */
function plainError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, facts } = error as { code?: unknown; facts?: unknown }
  const cause = error.cause === undefined ? {} : { cause: plainError(error.cause) }
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at '))
  return { type: error.name, code, facts, ...cause, stack: frames?.join('\n') }
}

export function createLog({ level, destination }: LogOptions): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: plainError } },
    destination ?? pino.destination({ fd: 2, sync: true }),
  )
}
