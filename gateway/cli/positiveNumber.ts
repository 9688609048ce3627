/** Numbers above zero on the command line, read strictly. */
import { InvalidArgumentError } from 'commander'

export function positiveNumber(text: string): number {
  const value = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : 0
  if (value > 0) return value
  throw new InvalidArgumentError('Allowed is a number above 0, as in 60 or 0.5.')
}

export function positiveInteger(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Allowed is a whole number from 1 to 999999.')
}
