/** What a device, patient or ward may be called by programs. */
import { type Static, Type } from 'typebox'
import { invalid } from './check.ts'

const ALLOWED =
  '1 to 64 of A-Z a-z 0-9 . _ : -, beginning with a letter or digit, and no name that JavaScript objects have'
const PATTERN = '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$'

/** Begins with a letter or digit: never a path, an option of a command, or `$SYS`. */
export const Identifier = Type.String({
  pattern: PATTERN,
  description: ALLOWED,
})
export type Identifier = Static<typeof Identifier>

const pattern = new RegExp(PATTERN)

/** True where the text can be an id; `constructor` and its like can not, they are keys of every object. */
export function isIdentifier(text: string): boolean {
  return pattern.test(text) && !(text in Object.prototype) && text !== 'prototype'
}

/** @throws Failure invalidRequest naming the field */
export function checkIdentifier(field: string, text: string): void {
  if (!isIdentifier(text)) throw invalid(field, ALLOWED, text)
}
