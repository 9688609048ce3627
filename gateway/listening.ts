/** Says of a listener that can not be opened which setting is to blame, where people need not know errno. */
import { type Failure, failure } from './failures.ts'

type ListenError = NodeJS.ErrnoException & { readonly port?: number; readonly address?: string }

function portFailure(variable: string, port: number, reason: string, cause: Error): Failure {
  return failure(
    'configurationInvalid',
    `Port ${port} can not be taken: ${reason}. Stop that program, or set ${variable} to another port.`,
    { field: variable, given: port, allowed: 'a free port' },
    cause,
  )
}

/**
 * @param ports what `listen` may listen on, by variable
 * @throws Failure configurationInvalid where a port is taken or not ours to take, or the address is not this machine's
 */
export async function listening<Listener>(
  ports: Readonly<Record<string, number | null>>,
  listen: () => Promise<Listener>,
): Promise<Listener> {
  try {
    return await listen()
  } catch (error) {
    const { code, port, address } = error as ListenError
    const variable = Object.keys(ports).find((name) => ports[name] === port)
    if (port === undefined || variable === undefined) throw error
    if (code === 'EADDRINUSE') {
      throw portFailure(variable, port, 'another program listens there', error as Error)
    }
    if (code === 'EACCES') throw portFailure(variable, port, 'this user may not listen there', error as Error)
    if (code !== 'EADDRNOTAVAIL') throw error
    throw failure(
      'configurationInvalid',
      'BIND is no address of this machine.',
      { field: 'BIND', given: address ?? '', allowed: 'an address of this machine' },
      error,
    )
  }
}
