/** A broker on a free port of loopback, with devices that all have the password 'token'. */
import type { Broker, BrokerOptions } from '../../broker/broker.ts'
import { createBroker } from '../../broker/broker.ts'
import type { PresenceChange, Principal } from '../../broker/ports.ts'
import type { RefusedPacket } from '../../broker/refusedPacket.ts'
import type { IntakeDouble } from './intakeDouble.ts'
import { createIntakeDouble } from './intakeDouble.ts'
import type { ConnectOptions, MqttSocket } from './mqttSocket.ts'
import { openMqttSocket } from './mqttSocket.ts'
import { createTokenAuthenticate } from './tokenAuthenticate.ts'

export interface TestBroker {
  readonly broker: Broker
  readonly intake: IntakeDouble
  readonly port: number
  readonly presence: PresenceChange[]
  readonly refused: RefusedPacket[]
  /** A raw connection. */
  socket(): Promise<MqttSocket>
  /** A raw connection that has been accepted. */
  client(options?: ConnectOptions): Promise<MqttSocket>
  close(): Promise<void>
}

export async function createTestBroker(
  options: Partial<BrokerOptions> & { intake?: IntakeDouble; principal?: Partial<Principal> } = {},
): Promise<TestBroker> {
  const intake = options.intake ?? createIntakeDouble()
  const presence: PresenceChange[] = []
  const refused: RefusedPacket[] = []
  const broker = await createBroker({
    authenticate: createTokenAuthenticate(options.principal),
    listeners: { tcp: { host: '127.0.0.1', port: 0 } },
    onPresence: (change) => presence.push(change),
    onRefusedPacket: (why) => refused.push(why),
    ...options,
    intake,
  })
  const port = broker.ports.tcp ?? 0
  const sockets: MqttSocket[] = []
  async function socket(): Promise<MqttSocket> {
    const opened = await openMqttSocket(port)
    sockets.push(opened)
    return opened
  }
  return {
    broker,
    intake,
    port,
    presence,
    refused,
    socket,
    async client(connect) {
      const opened = await socket()
      const returnCode = await opened.connect(connect)
      if (returnCode !== 0) throw new Error(`connection refused with ${returnCode}`)
      return opened
    },
    async close() {
      for (const opened of sockets) opened.end()
      await broker.close()
    },
  }
}
