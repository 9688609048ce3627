/** News inside the process: everything that can happen, in one typed map. Nothing durable hangs on it. */
import { EventEmitter } from 'node:events'
import type { PresenceChange } from '../broker/ports.ts'

export interface EventMap {
  /** Journal positions [first, last] are committed. */
  committed: { readonly first: number; readonly last: number }
  presence: PresenceChange & { readonly atMs: number }
  /** Devices, patients or assignments changed, here or by another process. */
  directory: { readonly revision: number }
  /** The store stopped or started taking readings. */
  store: { readonly state: 'failing' | 'recovered' }
}

export interface Events {
  on<Name extends keyof EventMap>(name: Name, listener: (event: EventMap[Name]) => void): () => void
  emit<Name extends keyof EventMap>(name: Name, event: EventMap[Name]): void
}

export function createEvents(): Events {
  const emitter = new EventEmitter().setMaxListeners(50)
  return {
    on(name, listener) {
      emitter.on(name, listener)
      return () => emitter.off(name, listener)
    },
    emit: (name, event) => void emitter.emit(name, event),
  }
}
