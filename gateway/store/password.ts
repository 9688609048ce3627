/** Passwords of people, as argon2id. */
import { hash, verify } from '@node-rs/argon2'

/** The first of OWASP's equivalent settings (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** The same password typed on another keyboard may come in other code points; RFC 8265, section 4.1. */
function normal(password: string): string {
  return password.normalize('NFKC')
}

/** @returns PHC string, salt and settings inside */
export function hashPassword(password: string): Promise<string> {
  return hash(normal(password), ARGON2ID)
}

export function verifyPassword(phc: string, password: string): Promise<boolean> {
  return verify(phc, normal(password))
}
