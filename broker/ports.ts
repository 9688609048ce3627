/** What the broker asks of the house it stands in: who is there, and what to tell about them. */
import type { Route } from '../devices/topic.ts'

/** An authenticated connection. */
export interface Principal {
  /** Client id = user name = device id. */
  readonly id: string
  readonly kind: 'device' | 'bridge'
  /** Dense number under which the ingest worker knows this device. */
  readonly number: number
  /** Which credential opened it; a second connection with the same id needs the same one. */
  readonly credential: string
  /** Where a bridge publishes; '' for a device. */
  readonly prefix: string
  /** Messages per second before its socket is made to wait; 0: no limit. */
  readonly messagesPerSecond: number
}

export interface Credentials {
  readonly clientId: string
  readonly username: string | null
  readonly password: Uint8Array | null
  /** Common name of a verified client certificate, null without one. */
  readonly certificateName: string | null
  /** SHA-256 of that certificate, hex; null without one. */
  readonly certificateFingerprint: string | null
  readonly remoteAddress: string
}

export interface Authenticate {
  /** @returns null where the credentials are not good; the caller answers CONNACK 5 and tells nothing more */
  (credentials: Credentials): Promise<Principal | null>
}

export type PresenceState = 'connected' | 'disconnected'

export interface PresenceChange {
  readonly deviceId: string
  readonly state: PresenceState
  /** Why a connection ended: a fixed phrase, '' when the device said goodbye. */
  readonly reason: string
}

/** What may become of a PUBLISH: into the pipeline by this route, or on to aedes. */
export type PublishDecision = Route | 'forward'
