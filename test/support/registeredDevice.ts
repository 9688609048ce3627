/** A device as the store lists it. */
import type { Device } from '../../gateway/store/deviceTable.ts'

export function registeredDevice(with_: Partial<Device> & Pick<Device, 'id'>): Device {
  return {
    kind: 'device',
    label: '',
    prefix: null,
    bridgeId: null,
    address: null,
    messagesPerSecond: null,
    intervalS: null,
    hasToken: true,
    certificate: null,
    credentialVersion: 1,
    createdAtMs: 0,
    revokedAtMs: null,
    ...with_,
  }
}
