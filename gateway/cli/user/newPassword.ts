/** Where the password of a new user comes from: typed, piped or made. */
import { failure } from '../../failures.ts'
import type { RandomBytes } from '../../store/randomId.ts'
import type { CliContext } from '../context.ts'
import { askHidden, readInput } from '../prompt.ts'

export interface PasswordOptions {
  readonly passwordStdin?: boolean
  readonly generate?: boolean
}

/** Without i, l, o and 1, which are read for one another: 32 characters, five bits each. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz023456789'

/** 100 random bits in four groups, easy to read out. */
export function generatePassword(randomBytes: RandomBytes): string {
  const characters = Array.from(randomBytes(20), (byte) => ALPHABET[byte & 31]).join('')
  return characters.match(/.{5}/g)!.join('-')
}

/** @throws Failure invalidRequest */
export async function newPassword(context: CliContext, options: PasswordOptions): Promise<string> {
  if (options.generate) return generatePassword(context.randomBytes)
  if (options.passwordStdin) return readInput(context)
  const password = await askHidden(context, 'Password (12 to 128 characters): ')
  if (password === (await askHidden(context, 'The same again: '))) return password
  throw failure('invalidRequest', 'The two passwords differ.', {
    field: 'password',
    allowed: 'the same password twice',
  })
}
