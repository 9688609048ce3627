/** Values on the command line, read strictly. */
import { InvalidArgumentError } from 'commander'
import { parseRfc3339 } from '../../devices/rfc3339.ts'

export function wholeNumber(text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw new InvalidArgumentError('Allowed is a whole number.')
  return Number(text)
}

/** @returns Unix milliseconds */
export function isoTime(text: string): number {
  const atMs = parseRfc3339(text)
  if (atMs === null)
    throw new InvalidArgumentError('Allowed is a time with its zone, as in 2026-11-20T12:00:00Z.')
  return atMs
}
