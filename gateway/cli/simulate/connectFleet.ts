/** Connects simulated wearables to a gateway and lets them live. */
import { createPublisher, type Publisher } from '../../../devices/publisher.ts'
import { type Body, createBody } from '../../../devices/simulator/body.ts'
import { createChance } from '../../../devices/simulator/chance.ts'
import type { Credential } from '../../../devices/simulator/credential.ts'
import type { Upload } from '../../../devices/simulator/dialects/dialect.ts'
import { type FleetMember, startFleet } from '../../../devices/simulator/fleet.ts'
import type { Person } from '../../../devices/simulator/person.ts'
import { createWearable, type Wearable } from '../../../devices/simulator/wearable.ts'
import { wearerOf } from './simulatedWearables.ts'

export interface ConnectFleetOptions {
  readonly url: string
  readonly credentials: readonly Credential[]
  readonly seed: string
  readonly speed: number
  readonly utcOffsetMs: number
  readonly now: () => number
  /** One connection was not let in, or is let in no more. */
  readonly onLockedOut: (id: string, error: Error) => void
}

export interface FleetCounts {
  readonly devices: number
  readonly connected: number
  readonly sent: number
  readonly acknowledged: number
  readonly refused: number
  /** Not yet acknowledged. */
  readonly outstanding: number
  /** Measured while so much was waiting that a wearable's memory would have been full. */
  readonly overflowed: number
}

export interface ConnectedFleet {
  counts(): FleetCounts
  /** Stops measuring, waits for what is under way. */
  close(timeoutMs: number): Promise<void>
}

/** Connections opened at a time: a gateway checks credentials one by one, a fleet need not queue there. */
const CONNECTING_AT_ONCE = 16
/** Of a wearable: at one a second a good two hours without a gateway. */
const MEMORY_MESSAGES = 10_000

export async function connectFleet(options: ConnectFleetOptions): Promise<ConnectedFleet> {
  const { url, credentials, seed, speed, utcOffsetMs, now } = options
  const publishers = new Map<string, Publisher>()
  let overflowed = 0

  const connectOne = async ({ id, token }: Credential): Promise<void> => {
    try {
      const onLockedOut = (error: Error) => options.onLockedOut(id, error)
      publishers.set(id, await createPublisher({ url, id, token, onLockedOut }))
    } catch (error) {
      options.onLockedOut(id, error as Error)
    }
  }
  const queue = [...credentials]
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await connectOne(next)
  }
  await Promise.all(Array.from({ length: CONNECTING_AT_ONCE }, worker))

  const bodies = new Map<string, Body>()
  const bodyOf = (person: Person): Body => {
    const body = bodies.get(person.seed) ?? createBody({ person, utcOffsetMs })
    bodies.set(person.seed, body)
    return body
  }
  const chance = createChance(seed)
  const wearablesOf = (credential: Credential): Wearable[] => {
    const { id } = credential
    if (credential.kind !== 'bridge') {
      const { person = wearerOf(id, seed), ...rest } = credential
      return [createWearable({ ...rest, chance: chance.fork(id), body: bodyOf(person) })]
    }
    return credential.sensors.map(({ address, person = wearerOf(address, seed), ...rest }) => {
      const relay = { prefix: credential.prefix, address }
      return createWearable({
        ...rest,
        id: address,
        relay,
        chance: chance.fork(address),
        body: bodyOf(person),
      })
    })
  }
  const members: FleetMember[] = credentials.flatMap((credential) => {
    const publisher = publishers.get(credential.id)
    if (!publisher) return []
    const send = ({ topic, payload }: Upload) => {
      if (publisher.outstanding < MEMORY_MESSAGES) void publisher.publish(topic, payload)
      else overflowed++
    }
    return wearablesOf(credential).map((wearable) => ({ wearable, send }))
  })
  const fleet = startFleet({ members, now, speed })

  return {
    counts() {
      const total = { devices: credentials.length, connected: 0, sent: 0, acknowledged: 0, refused: 0 }
      let outstanding = 0
      for (const publisher of publishers.values()) {
        total.connected += Number(publisher.connected)
        total.sent += publisher.counts.sent
        total.acknowledged += publisher.counts.acknowledged
        total.refused += publisher.counts.refused
        outstanding += publisher.outstanding
      }
      return { ...total, outstanding, overflowed }
    },
    async close(timeoutMs) {
      fleet.close()
      await Promise.all([...publishers.values()].map((publisher) => publisher.close(timeoutMs)))
    },
  }
}
