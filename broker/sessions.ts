/** aedes, and all that is known of it: sessions, subscriptions, retained messages and wills behind the lanes. */
import type { Duplex } from 'node:stream'
import type { Client } from 'aedes'
import { Aedes } from 'aedes'
import type { AedesStream } from './aedesStream.ts'
import type { Authorization } from './authorize.ts'
import type { Limits } from './limits.ts'
import type { Principal } from './ports.ts'

export interface SessionsOptions {
  readonly authorization: Authorization
  readonly limits: Limits
  /** Something within aedes failed; the connection it concerns is closed. The error names no topic or payload. */
  readonly onError: (error: Error) => void
}

/** What aedes says when a client has left while something was on its way to it: no failure. */
const CONNECTION_CLOSED = 'connection closed'

/** Errors that say nothing of what a client sent; aedes hangs whole packets on others. */
const SAFE_MESSAGES = new Set([
  'drain timeout',
  'packet received not valid',
  'no such packet',
  'mqemitter is closed',
  'topic has too many levels',
])

export interface Sessions {
  open(stream: AedesStream): void
  /** From the gateway; resolves when it was handed to those who are here and queued for those who are not. */
  publish(
    topic: string,
    payload: string | Uint8Array,
    options: { qos: 0 | 1 | 2; retain: boolean },
  ): Promise<void>
  close(): Promise<void>
}

/** The part of aedes' persistence that is changed here. */
interface Subscriptions {
  addSubscriptions(client: Client, subscriptions: readonly { topic: string }[]): Promise<void>
}

function principalOf(client: Client): Principal {
  return (client.conn as unknown as AedesStream).owner.principal
}

export async function createSessions({ authorization, limits, onError }: SessionsOptions): Promise<Sessions> {
  const aedes = await Aedes.createBroker({
    drainTimeout: limits.drainTimeoutMs,
    authenticate: (_client, _username, _password, done) => done(null, true), // the lane has asked already
    authorizePublish(client, packet, done) {
      const { topic } = packet
      const allowed = client
        ? authorization.will(principalOf(client), topic) ||
          authorization.publish(principalOf(client), topic) === 'forward'
        : authorization.orphanWill(String((packet as { clientId?: string }).clientId), topic)
      done(allowed ? null : new Error('not allowed'))
    },
    authorizeSubscribe(client, subscription, done) {
      done(null, authorization.subscribe(principalOf(client), subscription.topic) ? subscription : null)
    },
    authorizeForward: (client, packet) =>
      authorization.receive(principalOf(client), packet.topic) ? packet : null,
  })
  keepOnlyGranted(aedes, authorization)
  aedes.on('clientReady', (client) => (client.conn as unknown as AedesStream).becameReady())
  const report = ({ message }: Error) => {
    if (message !== CONNECTION_CLOSED)
      onError(new Error(SAFE_MESSAGES.has(message) ? message : 'session failed'))
  }
  aedes.on('clientError', (_client, error) => report(error))
  aedes.on('connectionError', (_client, error) => report(error))
  ;(aedes as NodeJS.EventEmitter).on('error', report)

  return {
    open(stream) {
      aedes.handle(stream as unknown as Duplex)
    },
    publish: (topic, payload, { qos, retain }) =>
      new Promise((resolve, reject) => {
        const bytes = typeof payload === 'string' ? payload : Buffer.from(payload)
        aedes.publish({ cmd: 'publish', topic, payload: bytes, qos, retain, dup: false }, (error) =>
          error ? reject(error) : resolve(),
        )
      }),
    close: () => new Promise((resolve) => aedes.close(() => resolve())),
  }
}

/**
 * aedes 1.2.0 stores every filter of a SUBSCRIBE in a persistent session as soon as one of them is granted:
 * a refused `#` would gather everybody's messages in that session's queue.
 */
function keepOnlyGranted(aedes: Aedes, authorization: Authorization): void {
  const { persistence } = aedes as unknown as { persistence: Subscriptions }
  const add = persistence.addSubscriptions.bind(persistence)
  persistence.addSubscriptions = (client, subscriptions) => {
    const principal = principalOf(client)
    return add(
      client,
      subscriptions.filter(({ topic }) => authorization.subscribe(principal, topic)),
    )
  }
}
