/** One device's MQTT connection: publishes with QoS 1 and counts what was really acknowledged. */
import { connect, type ErrorWithReasonCode, type IPublishPacket, type MqttClient } from 'mqtt'
import { errorsTopic } from './topic.ts'

export interface PublisherOptions {
  /** mqtt:// or mqtts://, ws:// or wss://. */
  readonly url: string
  /** Client id, user name and device id in one. */
  readonly id: string
  readonly token: string
  /** Messages sent and not yet acknowledged; the rest waits here. */
  readonly maxInFlight?: number
  readonly connectTimeoutMs?: number
  /** Wait before each new attempt once a connection was lost. */
  readonly reconnectMs?: number
  /** What the gateway said of a payload that it put in quarantine. */
  readonly onRefused?: (report: Uint8Array) => void
  /** The credentials are no longer good: nothing more can be published. */
  readonly onLockedOut?: (error: Error) => void
}

export interface PublisherCounts {
  /** Handed to the connection, each message once however often it was sent again. */
  readonly sent: number
  /** PUBACKs received. */
  readonly acknowledged: number
  /** Messages on the device's error topic. */
  readonly refused: number
}

export interface Publisher {
  readonly counts: PublisherCounts
  readonly connected: boolean
  /** Messages that are not acknowledged, waiting ones included. */
  readonly outstanding: number
  /** Resolves when the message is on its way, which waits for room; its PUBACK only shows in `counts`. */
  publish(topic: string, payload: Uint8Array): Promise<void>
  /**
   * Waits for the outstanding PUBACKs, hears what was still refused, disconnects.
   * @returns how many messages were never acknowledged
   */
  close(timeoutMs: number): Promise<number>
}

/** CONNACK codes of MQTT 3.1.1, section 3.2.2.3, that say the credentials are wrong: trying again is no use. */
const LOCKED_OUT = new Set([2, 4, 5])

/** @throws Error of mqtt.js when the first connection is refused or not made in time */
export async function createPublisher(options: PublisherOptions): Promise<Publisher> {
  const { id, maxInFlight = 20, connectTimeoutMs = 10_000, reconnectMs = 1000 } = options
  const client = connect(options.url, {
    clientId: id,
    username: id,
    password: options.token,
    protocolVersion: 4,
    // The session outlives a lost connection, so that the gateway can tell a repeated packet from a new one.
    clean: false,
    connectTimeout: connectTimeoutMs,
    reconnectPeriod: reconnectMs,
    resubscribe: true,
  })
  const counts = { sent: 0, acknowledged: 0, refused: 0 }
  const waiting: { topic: string; payload: Uint8Array; started: () => void }[] = []
  let inFlight = 0
  let onSettled: (() => void) | null = null

  const start = (topic: string, payload: Uint8Array): void => {
    // mqtt.js fails what is published while it repeats older packets and loses the connection again.
    client.publish(topic, payload as Buffer, { qos: 1 }, (error) => {
      if (error && !client.disconnecting) {
        setImmediate(start, topic, payload)
        return
      }
      inFlight--
      if (!error) counts.acknowledged++
      const next = waiting.shift()
      if (next) begin(next)
      else if (inFlight === 0) onSettled?.()
    })
  }
  const begin = ({ topic, payload, started }: (typeof waiting)[number]): void => {
    inFlight++
    counts.sent++
    start(topic, payload)
    started()
  }

  markRepeats(client)
  client.on('message', (topic, payload) => {
    if (topic !== errorsTopic(id)) return
    counts.refused++
    options.onRefused?.(payload)
  })
  await firstConnection(client, connectTimeoutMs)
  client.on('error', (error) => {
    if (LOCKED_OUT.has((error as ErrorWithReasonCode).code)) options.onLockedOut?.(error)
  })
  await client.subscribeAsync(errorsTopic(id), { qos: 1 })

  return {
    counts,
    get connected() {
      return client.connected
    },
    get outstanding() {
      return inFlight + waiting.length
    },
    publish: (topic, payload) =>
      new Promise((started) => {
        if (inFlight < maxInFlight && waiting.length === 0) begin({ topic, payload, started })
        else waiting.push({ topic, payload, started })
      }),
    async close(timeoutMs) {
      const deadline = AbortSignal.timeout(timeoutMs)
      const expired = new Promise<void>((resolve) => deadline.addEventListener('abort', () => resolve()))
      if (inFlight > 0) await Promise.race([new Promise<void>((resolve) => (onSettled = resolve)), expired])
      // UNSUBACK comes after every report that was sent before it.
      if (client.connected)
        await Promise.race([client.unsubscribeAsync(errorsTopic(id)).catch(() => {}), expired])
      const left = inFlight + waiting.length
      await client.endAsync(left > 0)
      return left
    },
  }
}

/** Resolves with CONNACK 0; later errors are only news, since mqtt.js connects again by itself. */
async function firstConnection(client: MqttClient, timeoutMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(() => reject(new Error('no connection in time')), timeoutMs)
  client.once('connect', () => resolve()).once('error', reject)
  try {
    await promise
  } catch (error) {
    client.end(true)
    throw error
  } finally {
    clearTimeout(timer)
    client.off('error', reject)
  }
}

/** "The DUP flag MUST be set to 1 by the Client when it attempts to re-deliver" [MQTT-3.3.1-1]; mqtt.js never does. */
export function markRepeats(client: MqttClient): void {
  const unacknowledged = new Set<number>()
  client.on('packetsend', (packet) => {
    if (packet.cmd !== 'publish' || packet.messageId === undefined) return
    const publish = packet as IPublishPacket
    publish.dup = unacknowledged.has(packet.messageId)
    unacknowledged.add(packet.messageId)
  })
  client.on('packetreceive', (packet) => {
    if (packet.cmd === 'puback' && packet.messageId !== undefined) unacknowledged.delete(packet.messageId)
  })
}
