/**
 * Messages without a time of their own have no identity. Two things tell that one came twice: the MQTT retransmission
 * (DUP and packet id, within a session), and, for what several bridges overhear, the same content within a window.
 */

/** A sensor repeats one advertisement for seconds, and neighbouring bridges all forward it. */
export const ADVERTISEMENT_WINDOW_MS = 10_000
/** MQTT packet ids in flight that are remembered for each device. */
const PACKET_IDS = 256
const ADVERTISEMENTS = 10_000

export interface Repeats {
  /** Position stored under this packet id in the device's session; -1: none. */
  ofPacket(device: number, packetId: number): number
  rememberPacket(device: number, packetId: number, position: number): void
  forgetSession(device: number): void
  /** True where the sensor's same content was stored less than the window ago; else it is noted as stored now. */
  isOverheard(sensor: number, content: string, receivedAtMs: number): boolean
}

export function createRepeats(): Repeats {
  const packets = new Map<number, Map<number, number>>()
  const advertisements = new Map<string, number>()

  return {
    ofPacket: (device, packetId) => packets.get(device)?.get(packetId) ?? -1,
    rememberPacket(device, packetId, position) {
      const known = packets.get(device) ?? new Map<number, number>()
      packets.set(device, known)
      known.delete(packetId)
      known.set(packetId, position)
      if (known.size > PACKET_IDS) known.delete(known.keys().next().value as number)
    },
    forgetSession: (device) => void packets.delete(device),
    isOverheard(sensor, content, receivedAtMs) {
      const key = `${sensor} ${content}`
      const storedAtMs = advertisements.get(key)
      if (storedAtMs !== undefined && Math.abs(receivedAtMs - storedAtMs) < ADVERTISEMENT_WINDOW_MS)
        return true
      advertisements.delete(key)
      advertisements.set(key, receivedAtMs)
      if (advertisements.size > ADVERTISEMENTS)
        advertisements.delete(advertisements.keys().next().value as string)
      return false
    },
  }
}
