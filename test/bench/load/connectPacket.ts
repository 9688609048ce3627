/** CONNECT as a wearable sends it: id, user name and token (MQTT 3.1.1, section 3.1). */

export interface ConnectPacketOptions {
  readonly clientId: string
  readonly token: string
  readonly cleanSession: boolean
  readonly keepAliveS: number
}

function field(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes])
}

export function connectPacket({ clientId, token, cleanSession, keepAliveS }: ConnectPacketOptions): Buffer {
  const flags = 0x80 | 0x40 | (cleanSession ? 0x02 : 0)
  const body = Buffer.concat([
    field('MQTT'),
    Buffer.from([4, flags, keepAliveS >> 8, keepAliveS & 255]),
    field(clientId),
    field(clientId),
    field(token),
  ])
  const length = body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7]
  return Buffer.concat([Buffer.from([0x10, ...length]), body])
}
