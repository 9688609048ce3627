/** The report of a replay for people. */
import type { ReplayReport } from '../../../devices/replay/replayReport.ts'
import { table } from '../table.ts'

const TEXT_SHOWN = 20

export interface ReplayOutcome extends ReplayReport {
  readonly file: string
  readonly device: string
  /** The same again with this on the command line stores nothing new. */
  readonly repeatWith: string
  readonly interrupted: boolean
}

function counted(word: string, counts: Readonly<Record<string, number>>): string[][] {
  return Object.entries(counts).map(([name, count]) => [`${word} ${name}`, String(count)])
}

export function replayText(outcome: ReplayOutcome): string {
  const { messages, rows } = outcome
  const lines = [
    table(
      [outcome.interrupted ? 'Interrupted after' : 'Replayed', 'Count'],
      [
        ['rows read', String(rows)],
        ['messages sent', String(messages.sent)],
        ['acknowledged', String(messages.acknowledged)],
        ['not acknowledged', String(messages.outstanding)],
        ['refused', String(messages.refused)],
        ...counted('refused:', outcome.refusals),
        ...counted('readings', outcome.readings),
        ['of them zero: no signal', String(outcome.noSignal)],
        ['blank: absent, not sent', String(outcome.absent)],
        ['half pressures, not sent', String(outcome.halfPairs)],
        ['rows with text, not sent', String(outcome.textRows)],
      ],
    ),
    ...outcome.text
      .slice(0, TEXT_SHOWN)
      .map(
        ({ line, column, header }) =>
          `text in row ${line}, column ${column}${header === '' ? '' : ` (${header})`}`,
      ),
  ]
  if (outcome.text.length > TEXT_SHOWN)
    lines.push(`and ${outcome.text.length - TEXT_SHOWN} more (--json lists 100)`)
  if (outcome.firstAt !== null) lines.push(`measured from ${outcome.firstAt} to ${outcome.lastAt}`)
  lines.push(`the same again, storing nothing new: ${outcome.repeatWith}`)
  return lines.join('\n')
}
