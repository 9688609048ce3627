/** Which devices are connected, as heard since the gateway started. */
import type { Events } from '../events.ts'
import type { Presence } from './schemas/device.ts'

export interface PresenceBoard {
  of(deviceId: string): Presence
  close(): void
}

export function createPresenceBoard(events: Events): PresenceBoard {
  const heard = new Map<string, Presence>()
  const stop = events.on('presence', ({ deviceId, state, atMs }) => {
    heard.set(deviceId, { state, since: new Date(atMs).toISOString() })
  })
  return {
    of: (deviceId) => heard.get(deviceId) ?? { state: 'disconnected', since: null },
    close: stop,
  }
}
