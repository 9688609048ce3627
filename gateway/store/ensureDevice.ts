/** A device as a file of credentials wants it: registered where it is new, its token renewed where it is no good. */
import type { DeviceStore } from './devices.ts'
import type { NewDevice } from './newDevice.ts'

export interface EnsuredDevice {
  /** Null for a sensor, which needs none. */
  readonly token: string | null
  readonly isNew: boolean
}

/**
 * @param token the one at hand, '' without one
 * @returns null where the device was revoked: that was somebody's decision
 */
export async function ensureDevice(
  devices: DeviceStore,
  device: NewDevice,
  token: string,
): Promise<EnsuredDevice | null> {
  const known = await devices.find(device.id)
  if (known === null) return { token: (await devices.register(device)).token, isNew: true }
  if (known.revokedAtMs !== null) return null
  if (known.kind === 'sensor') return { token: null, isNew: false }
  if (token !== '' && (await devices.verifyToken(device.id, token)) !== null) return { token, isNew: false }
  return { token: (await devices.rotate(device.id)).token, isNew: false }
}
