/** A client that is nothing but a socket: sends any bytes, and reads what comes back as packets. */
import type { Socket } from 'node:net'
import { connect as connectTcp } from 'node:net'
import type { Packet } from 'mqtt-packet'
import mqttPacket from 'mqtt-packet'

export interface MqttSocket {
  readonly socket: Socket
  /** Packets that have come and were not taken yet. */
  readonly received: Packet[]
  readonly isClosed: boolean
  send(bytes: Uint8Array): void
  sendPacket(packet: Packet): void
  /** The next packet; rejects when the connection closes first. */
  next(): Promise<Packet>
  /** The next packet of this kind, others before it are dropped. */
  nextOf<Command extends Packet['cmd']>(cmd: Command): Promise<Extract<Packet, { cmd: Command }>>
  /** Resolves when the connection is closed, with the packets that came and were not taken. */
  closed(): Promise<Packet[]>
  /** CONNECT and its CONNACK. @returns the return code */
  connect(options?: ConnectOptions): Promise<number>
  end(): void
}

export interface ConnectOptions {
  readonly clientId?: string
  readonly password?: string
  readonly clean?: boolean
  readonly keepalive?: number
  readonly will?: { topic: string; payload: string; qos?: 0 | 1 | 2; retain?: boolean }
}

/** A CONNECT as a well-behaved device sends it. */
export function connectPacket(options: ConnectOptions = {}): Buffer {
  const { clientId = 'dev-1', password = 'token', clean = true, keepalive = 0, will } = options
  return mqttPacket.generate({
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clientId,
    username: clientId,
    password: Buffer.from(password),
    clean,
    keepalive,
    ...(will
      ? {
          will: {
            topic: will.topic,
            payload: Buffer.from(will.payload),
            qos: will.qos ?? 0,
            retain: will.retain ?? false,
          },
        }
      : {}),
  })
}

export interface PublishOptions {
  readonly qos?: 0 | 1 | 2
  readonly packetId?: number
  readonly dup?: boolean
  readonly retain?: boolean
}

export function publishPacket(
  topic: string,
  payload: string | Buffer,
  { qos = 1, packetId = 1, dup = false, retain = false }: PublishOptions = {},
): Buffer {
  return mqttPacket.generate({
    cmd: 'publish',
    topic,
    payload,
    qos,
    dup,
    retain,
    ...(qos > 0 ? { messageId: packetId } : {}),
  })
}

/** A socket that is connected already, of any kind. */
export function wrapSocket(socket: Socket): MqttSocket {
  const parser = mqttPacket.parser({ protocolVersion: 4 })
  const received: Packet[] = []
  let isClosed = false
  let waiting: { resolve: (packet: Packet) => void; reject: (error: Error) => void } | null = null
  const closeWaiting: (() => void)[] = []

  parser.on('packet', (packet: Packet) => {
    if (!waiting) {
      received.push(packet)
      return
    }
    waiting.resolve(packet)
    waiting = null
  })
  socket.on('data', (chunk) => parser.parse(chunk))
  socket.on('error', () => {})
  socket.on('close', () => {
    isClosed = true
    waiting?.reject(new Error('connection closed'))
    waiting = null
    for (const resolve of closeWaiting) resolve()
  })

  function next(): Promise<Packet> {
    const packet = received.shift()
    if (packet) return Promise.resolve(packet)
    if (isClosed) return Promise.reject(new Error('connection closed'))
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject }
    })
  }

  const client: MqttSocket = {
    socket,
    received,
    get isClosed() {
      return isClosed
    },
    send: (bytes) => void socket.write(bytes),
    sendPacket: (packet) => void socket.write(mqttPacket.generate(packet)),
    next,
    async nextOf(cmd) {
      for (;;) {
        const packet = await next()
        if (packet.cmd === cmd) return packet as never
      }
    },
    async closed() {
      if (!isClosed) await new Promise<void>((resolve) => closeWaiting.push(resolve))
      return received
    },
    async connect(options) {
      socket.write(connectPacket(options))
      return (await client.nextOf('connack')).returnCode!
    },
    end: () => void socket.destroy(),
  }
  return client
}

export async function openMqttSocket(port: number): Promise<MqttSocket> {
  const socket = connectTcp({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  return wrapSocket(socket)
}
