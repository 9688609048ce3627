/** Lets everybody in who has a known token. */
import type { Credentials, Principal } from '../../broker/ports.ts'

/** Knows every id; 'token' is one credential, 'second token' another; ids that begin with 'bridge' are bridges. */
export function createTokenAuthenticate(overrides: Partial<Principal> = {}) {
  const numbers = new Map<string, number>()
  return async ({ clientId, password }: Credentials): Promise<Principal | null> => {
    const credential = password === null ? '' : Buffer.from(password).toString()
    if (credential !== 'token' && credential !== 'second token') return null
    const number = numbers.get(clientId) ?? numbers.size
    numbers.set(clientId, number)
    const kind = clientId.startsWith('bridge') ? 'bridge' : 'device'
    return {
      id: clientId,
      kind,
      number,
      credential,
      prefix: kind === 'bridge' ? 'home' : '',
      messagesPerSecond: 0,
      ...overrides,
    }
  }
}
