/** Who a connection is, by what the store knows: the broker's port, adapted. */
import type { Authenticate, Principal } from '../broker/ports.ts'
import type { DeviceStore } from './store/devices.ts'
import type { Device } from './store/deviceTable.ts'

export interface AuthenticateOptions {
  readonly devices: Pick<DeviceStore, 'verifyToken' | 'verifyCertificate'>
  readonly numberOf: (deviceId: string) => number
  /** Of devices that have no limit of their own; 0: none. */
  readonly messagesPerSecond: number
}

/** A token is 43 characters; a longer password is no token of ours. */
const MAX_PASSWORD_BYTES = 256

export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const { devices, numberOf, messagesPerSecond } = options

  function principal(device: Device, credential: string): Principal | null {
    // a sensor has no connection of its own: its bridge speaks
    if (device.kind === 'sensor') return null
    return {
      id: device.id,
      kind: device.kind,
      number: numberOf(device.id),
      credential: `${credential} ${device.credentialVersion}`,
      prefix: device.prefix ?? '',
      messagesPerSecond: device.messagesPerSecond ?? messagesPerSecond,
    }
  }

  return async ({ clientId, username, password, certificateName, certificateFingerprint }) => {
    if (certificateName !== null && certificateFingerprint !== null) {
      if (certificateName !== clientId) return null
      const device = await devices.verifyCertificate(certificateName, certificateFingerprint)
      return device && principal(device, `certificate ${certificateFingerprint}`)
    }
    if (username !== clientId || password === null || password.length > MAX_PASSWORD_BYTES) return null
    const device = await devices.verifyToken(clientId, Buffer.from(password).toString('utf8'))
    return device && principal(device, 'token')
  }
}
