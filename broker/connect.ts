/** Checks of CONNECT, section 3.1, and the form of it that goes on to aedes. */
import type { FrameHeader } from './frameHeader.ts'
import { isText, isTopicName } from './mqttText.ts'
import { CONNACK, PACKET } from './packet.ts'
import type { RefusedPacket } from './refusedPacket.ts'

const CONNECT_BYTE = PACKET.connect << 4

const FLAG = {
  reserved: 0x01,
  cleanSession: 0x02,
  will: 0x04,
  willRetain: 0x20,
  password: 0x40,
  username: 0x80,
}

/** Ids become topic levels, file-system free text and keys of maps: nothing that needs escaping anywhere. */
const CLIENT_ID = /^[A-Za-z0-9._:-]{1,64}$/

export interface ConnectRequest {
  readonly clientId: string
  readonly username: string | null
  readonly password: Uint8Array | null
  readonly willTopic: string | null
  readonly cleanSession: boolean
  readonly keepAliveS: number
  /** Without user and password, which end here, and with keep alive 0: the lane owns it. */
  readonly forward: Buffer
  /** Clears the will's retain flag in `forward`. */
  clearWillRetain(): void
}

export interface ConnectRefusal {
  readonly refused: RefusedPacket
  /** CONNACK return code to answer with; null: close without a word [MQTT-3.1.4-1]. */
  readonly returnCode: number | null
}

export function checkConnectFirstByte(first: number): RefusedPacket | null {
  if (first >> 4 !== PACKET.connect) return 'notConnect' // [MQTT-3.1.0-1]
  return first === CONNECT_BYTE ? null : 'reservedFlags' // [MQTT-2.2.2-2]
}

function malformed(refused: RefusedPacket): ConnectRefusal {
  return { refused, returnCode: null }
}

interface Field {
  readonly start: number
  readonly end: number
}

/** A length-prefixed field that ends within the packet, or null. */
function fieldAt(chunk: Buffer, at: number, end: number): Field | null {
  if (end - at < 2) return null
  const field = { start: at + 2, end: at + 2 + chunk.readUInt16BE(at) }
  return field.end > end ? null : field
}

/** @param header of a whole CONNECT in `chunk` */
export function readConnect(chunk: Buffer, header: FrameHeader): ConnectRequest | ConnectRefusal {
  const { bodyStart, end } = header
  const name = fieldAt(chunk, bodyStart, end)
  if (!name) return malformed('packetLength')
  const protocol = chunk.toString('latin1', name.start, name.end)
  if (protocol === 'MQIsdp') {
    return { refused: 'protocolLevel', returnCode: CONNACK.unacceptableProtocol } // MQTT 3.1
  }
  if (protocol !== 'MQTT') return malformed('protocolName') // [MQTT-3.1.2-1]
  if (name.end === end) return malformed('packetLength')
  if (chunk[name.end] !== 4) {
    return { refused: 'protocolLevel', returnCode: CONNACK.unacceptableProtocol } // [MQTT-3.1.2-2]
  }

  const flagsAt = name.end + 1
  if (end - flagsAt < 3) return malformed('packetLength')
  const flags = chunk[flagsAt]!
  const hasWill = (flags & FLAG.will) !== 0
  const willQos = (flags >> 3) & 3
  if ((flags & FLAG.reserved) !== 0) return malformed('connectFlags') // [MQTT-3.1.2-3]
  if (!hasWill && (willQos !== 0 || (flags & FLAG.willRetain) !== 0)) {
    return malformed('connectFlags') // [MQTT-3.1.2-13], [MQTT-3.1.2-15]
  }
  if (willQos === 3) return malformed('connectFlags') // [MQTT-3.1.2-14]
  if ((flags & FLAG.password) !== 0 && (flags & FLAG.username) === 0) {
    return malformed('connectFlags') // [MQTT-3.1.2-22]
  }

  const id = fieldAt(chunk, flagsAt + 3, end) // [MQTT-3.1.3-3]
  if (!id) return malformed('packetLength')
  if (!isText(chunk, id.start, id.end)) return malformed('text') // [MQTT-3.1.3-4]
  let at = id.end

  let willTopic: string | null = null
  if (hasWill) {
    const topic = fieldAt(chunk, at, end)
    const message = topic && fieldAt(chunk, topic.end, end)
    if (!topic || !message) return malformed('packetLength')
    if (!isText(chunk, topic.start, topic.end)) return malformed('text') // [MQTT-3.1.3-10]
    if (!isTopicName(chunk, topic.start, topic.end)) return malformed('will') // [MQTT-4.7.1-1], [MQTT-4.7.3-1]
    willTopic = chunk.toString('utf8', topic.start, topic.end)
    at = message.end
  }
  const credentialsAt = at

  let username: string | null = null
  if ((flags & FLAG.username) !== 0) {
    const field = fieldAt(chunk, at, end) // [MQTT-3.1.2-19]
    if (!field) return malformed('packetLength')
    if (!isText(chunk, field.start, field.end)) return malformed('text') // [MQTT-3.1.3-11]
    username = chunk.toString('utf8', field.start, field.end)
    at = field.end
  }
  let password: Uint8Array | null = null
  if ((flags & FLAG.password) !== 0) {
    const field = fieldAt(chunk, at, end) // [MQTT-3.1.2-21]
    if (!field) return malformed('packetLength')
    password = chunk.subarray(field.start, field.end)
    at = field.end
  }
  if (at !== end) return malformed('trailingBytes') // [MQTT-3.1.2-18], [MQTT-3.1.2-20]

  const clientId = chunk.toString('latin1', id.start, id.end)
  // An empty id MAY be given a name by the server [MQTT-3.1.3-6]; here the id is the device, so it is refused.
  // Names of Object.prototype are no device's id.
  if (!CLIENT_ID.test(clientId) || clientId in Object.prototype) {
    return { refused: 'clientId', returnCode: CONNACK.identifierRejected } // [MQTT-3.1.3-8], [MQTT-3.1.3-9]
  }
  const forward = forwardedConnect(chunk, bodyStart, flagsAt, credentialsAt)
  const forwardedFlagsAt = forward.length - (credentialsAt - flagsAt)
  return {
    clientId,
    username,
    password,
    willTopic,
    cleanSession: (flags & FLAG.cleanSession) !== 0,
    keepAliveS: chunk.readUInt16BE(flagsAt + 1),
    forward,
    clearWillRetain() {
      forward[forwardedFlagsAt]! &= ~FLAG.willRetain
    },
  }
}

/** A copy of its own: aedes keeps parts of CONNECT for as long as the connection lives. */
function forwardedConnect(chunk: Buffer, bodyStart: number, flagsAt: number, end: number): Buffer {
  const length = end - bodyStart
  const header = [CONNECT_BYTE]
  for (let rest = length; ; rest >>= 7) {
    header.push(rest < 128 ? rest : (rest & 127) | 128)
    if (rest < 128) break
  }
  const forward = Buffer.allocUnsafeSlow(header.length + length)
  forward.set(header)
  chunk.copy(forward, header.length, bodyStart, end)
  const at = forward.length - (end - flagsAt)
  forward[at]! &= ~(FLAG.username | FLAG.password)
  forward.writeUInt16BE(0, at + 1)
  return forward
}
