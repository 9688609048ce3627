/** One line that tells how far something is: rewritten on a terminal, repeated now and then elsewhere. */
import type { Writable } from 'node:stream'

export interface StatusLineOptions {
  readonly stream: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly line: () => string
  readonly terminalEveryMs?: number
  readonly plainEveryMs?: number
}

export interface StatusLine {
  /** Prints the line a last time. */
  close(): void
}

const CLEAR_LINE = '\r\u001b[2K'
const DEFAULT_COLUMNS = 80

export function startStatusLine(options: StatusLineOptions): StatusLine {
  const { stream, line, terminalEveryMs = 250, plainEveryMs = 10_000 } = options
  const terminal = stream.isTTY === true
  // A line that wraps can not be rewritten.
  const shorten = (text: string) => text.slice(0, (stream.columns ?? DEFAULT_COLUMNS) - 1)
  const print = () => stream.write(terminal ? `${CLEAR_LINE}${shorten(line())}` : `${line()}\n`)
  const timer = setInterval(print, terminal ? terminalEveryMs : plainEveryMs)
  return {
    close() {
      clearInterval(timer)
      print()
      if (terminal) stream.write('\n')
    },
  }
}
