/** Whether a sound CONNECT is let in: credentials, then the right to its will. */
import type { ConnectRefusal, ConnectRequest } from './connect.ts'
import type { LaneHost } from './laneHost.ts'
import { CONNACK } from './packet.ts'
import type { Credentials, Principal } from './ports.ts'

/** The other end, as far as the socket knows it. */
export type Peer = Pick<Credentials, 'remoteAddress' | 'certificateName' | 'certificateFingerprint'> & {
  readonly transport: Transport
}

export type Transport = 'tcp' | 'tls' | 'webSocket'

export async function judgeConnect(
  { authenticate, authorization }: LaneHost,
  { clientId, username, password, willTopic }: ConnectRequest,
  { remoteAddress, certificateName, certificateFingerprint }: Peer,
): Promise<Principal | ConnectRefusal> {
  // Client id, user name and device id are one; so is the name in a certificate.
  if (username !== null && username !== clientId) {
    return { refused: 'credentials', returnCode: CONNACK.badUserNameOrPassword }
  }
  if (certificateName !== null && certificateName !== clientId) {
    return { refused: 'credentials', returnCode: CONNACK.notAuthorized }
  }
  let principal: Principal | null
  try {
    principal = await authenticate({
      clientId,
      username,
      password,
      certificateName,
      certificateFingerprint,
      remoteAddress,
    })
  } catch {
    return { refused: 'unavailable', returnCode: CONNACK.serverUnavailable }
  }
  if (principal === null || principal.id !== clientId) {
    return { refused: 'credentials', returnCode: CONNACK.notAuthorized }
  }
  if (willTopic !== null && !authorization.will(principal, willTopic)) {
    return { refused: 'will', returnCode: CONNACK.notAuthorized }
  }
  return principal
}
