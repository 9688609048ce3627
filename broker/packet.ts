/** Numbers of MQTT 3.1.1 that go over the wire. */

/** Control packet types, section 2.2.1. */
export const PACKET = {
  connect: 1,
  connack: 2,
  publish: 3,
  puback: 4,
  pubrec: 5,
  pubrel: 6,
  pubcomp: 7,
  subscribe: 8,
  suback: 9,
  unsubscribe: 10,
  unsuback: 11,
  pingreq: 12,
  pingresp: 13,
  disconnect: 14,
} as const

/** Return codes of CONNACK, section 3.2.2.3. */
export const CONNACK = {
  accepted: 0,
  unacceptableProtocol: 1,
  identifierRejected: 2,
  serverUnavailable: 3,
  badUserNameOrPassword: 4,
  notAuthorized: 5,
} as const

/** A CONNACK that refuses; no session is present then [MQTT-3.2.2-4]. */
export function connack(returnCode: number): Buffer {
  return Buffer.from([PACKET.connack << 4, 2, 0, returnCode])
}

/** PUBACK, PUBREC or PUBCOMP. */
export function acknowledgement(type: number, packetId: number): Buffer {
  return Buffer.from([type << 4, 2, packetId >> 8, packetId & 255])
}
