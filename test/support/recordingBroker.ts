/** A plain aedes on a port of its own that keeps what is published, refuses what it is told to, and can fail. */
import { createServer, type Socket } from 'node:net'
import { Aedes, type AedesPublishPacket } from 'aedes'
import { errorsTopic } from '../../devices/topic.ts'

export interface Received {
  readonly clientId: string
  readonly topic: string
  readonly payload: Buffer
  readonly dup: boolean
}

export interface RecordingBrokerOptions {
  /** No entry for a client: any password will do. */
  readonly passwords?: Readonly<Record<string, string>>
  /** Answers on the sender's error topic where it returns a report. */
  readonly refuse?: (message: Received) => object | null
}

export interface RecordingBroker {
  readonly url: string
  readonly received: readonly Received[]
  readonly connections: number
  /** While true, PUBACKs are withheld. */
  holdAcks(hold: boolean): void
  /** Cuts every connection as a pulled plug would. */
  cut(): void
  close(): Promise<void>
}

export async function recordingBroker(options: RecordingBrokerOptions = {}): Promise<RecordingBroker> {
  const { passwords = {}, refuse } = options
  const received: Received[] = []
  const held: (() => void)[] = []
  const sockets = new Set<Socket>()
  let holding = false

  const broker = await Aedes.createBroker({
    authenticate: (client, username, password, done) => {
      const wanted = passwords[client.id]
      const good = username === client.id && (wanted === undefined || password?.toString() === wanted)
      done(good ? null : Object.assign(new Error('bad credentials'), { returnCode: 5 }), good)
    },
    authorizePublish: (client, packet, done) => {
      if (!client) return done(null)
      const { topic, payload, dup } = packet as AedesPublishPacket
      const message = { clientId: client.id, topic, payload: Buffer.from(payload), dup }
      received.push(message)
      const report = refuse?.(message)
      if (report) {
        const answer = { topic: errorsTopic(client.id), payload: JSON.stringify(report), qos: 1 as const }
        broker.publish({ cmd: 'publish', retain: false, dup: false, ...answer }, () => {})
      }
      if (holding) held.push(() => done(null))
      else done(null)
    },
  })
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    broker.handle(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }

  return {
    url: `mqtt://127.0.0.1:${port}`,
    received,
    get connections() {
      return sockets.size
    },
    holdAcks(hold) {
      holding = hold
      if (!hold) for (const release of held.splice(0)) release()
    },
    cut() {
      held.length = 0
      for (const socket of sockets) socket.destroy()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => broker.close(() => resolve()))
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
