/** Text that people write and read: what a patient, ward, user or device is called. */
import { Type } from 'typebox'

/** U+0000 is refused by PostgreSQL, half a surrogate pair by UTF-8, and the other controls do no name any good. */
const WRITTEN = '[^\\p{Cc}\\p{Cs}]*'

/** @param maxLength in UTF-16 code units */
export function writtenName(maxLength: number, options: { personal?: boolean } = {}) {
  return Type.String({
    minLength: 1,
    maxLength,
    pattern: `^(?=\\s*\\S)${WRITTEN}$`,
    description: `1 to ${maxLength} characters, not only spaces, no control characters`,
    ...options,
  })
}

/** As a name, and it may be empty. */
export function writtenLabel(maxLength: number, options: { description: string }) {
  return Type.String({ maxLength, pattern: `^${WRITTEN}$`, ...options })
}
