/** How a patient's devices are, in one line. */
import type { Device } from '../../../gateway/api/schemas/device.ts'
import { ageWords } from './age.ts'

/** The label people gave it, else its id. */
export function deviceName({ label, id }: Pick<Device, 'label' | 'id'>): string {
  return label === '' ? id : label
}

/** A sensor has no connection of its own: its bridge speaks for it. */
export function isPresent(device: Device): boolean {
  return device.kind === 'sensor' || device.presence.state === 'connected'
}

export function presenceWords(devices: readonly Device[], nowMs: number): string {
  const absent = devices.filter((device) => !isPresent(device))
  if (devices.length === 0) return 'No device'
  if (absent.length === 0) return devices.map(deviceName).join(' · ')
  return absent.map((device) => `${deviceName(device)} ${connectionWords(device, nowMs)}`).join(' · ')
}

/** Of one device whose name stands beside it. */
export function connectionWords(device: Device, nowMs: number): string {
  if (device.kind === 'sensor') return 'heard by its bridge'
  if (isPresent(device)) return 'connected'
  const { since } = device.presence
  return since === null ? 'not connected' : `not connected for ${ageWords(nowMs - Date.parse(since))}`
}
