/** The gateway, put together: what it consists of, in the order in which it is opened; closed in the reverse one. */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { type Broker, createBroker } from '../broker/broker.ts'
import { LIMITS } from '../broker/limits.ts'
import { createApi } from './api/server.ts'
import type { Stats } from './api/stats.ts'
import { createAuthenticate } from './authenticate.ts'
import type { Config } from './config.ts'
import { createDirectory } from './directory.ts'
import { createTellDevices } from './errorTopic.ts'
import { createEvents, type Events } from './events.ts'
import { createFollower, type Follower } from './journal/follower.ts'
import { createJournalReader, type JournalReader } from './journal/reader.ts'
import { brokerListeners } from './listeners.ts'
import { listening } from './listening.ts'
import { createLive } from './live/live.ts'
import type { Log } from './log.ts'
import { createProbes } from './probes.ts'
import { createInflux } from './reading/influx.ts'
import { createIntake } from './reading/intake.ts'
import { createLatestHandler, LATEST_CURSOR } from './reading/latest.ts'
import type { Committed } from './reading/pipeline.ts'
import { createSeriesHandler, SERIES_CURSOR } from './reading/series.ts'
import { openStore, type Store } from './store/openStore.ts'

/** Entries behind the index at which it is brought up between two batches: 0.65 us a message at this step. */
const INDEX_EVERY = 50_000
/** Screens are unsigned until accounts exist: they are served on this machine only, wherever BIND says. */
const HTTP_HOST = '127.0.0.1'

export interface GatewayOptions {
  readonly config: Config
  readonly log: Log
  readonly version: string
  /** Folder of the built dashboard. */
  readonly dashboardFolder: string
  /** Unix milliseconds. */
  readonly now?: () => number
  /** The ingest is gone and nothing can be stored: the process must end. */
  readonly onFatal: (error: Error) => void
}

export interface Gateway {
  readonly httpPort: number
  /** null: not listening. */
  readonly mqttPort: number | null
  readonly mqttsPort: number | null
  readonly store: Store
  readonly reader: JournalReader
  readonly events: Events
  /** Finishes what is under way; nothing acknowledged is left behind. */
  close(): Promise<void>
}

/** @throws Failure dataDirectoryInUse, configurationInvalid, plaintextRefused, storeUnavailable */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { config, log, version, dashboardFolder, onFatal, now = Date.now } = options
  const opened: { close(): unknown }[] = []

  /** Whatever is opened is closed again, the last one first; one that fails to close does not keep the rest open. */
  async function close(): Promise<void> {
    for (const part of opened.splice(0).reverse()) {
      try {
        await part.close()
      } catch (error) {
        log.error({ err: error }, 'close failed')
      }
    }
  }

  function open<Part extends { close(): unknown }>(part: Part): Part {
    opened.push(part)
    return part
  }

  try {
    const events = createEvents()
    const store = open(
      await openStore({
        dataDir: config.dataDir,
        databaseUrl: config.databaseUrl,
        exclusive: true,
        now,
        randomBytes: (bytes) => randomBytes(bytes),
      }),
    )

    // the way back from the ingest to the devices: it exists once they are let in, which is last
    let broker: Broker | null = null
    const intake = open(
      await createIntake({
        journalFile: store.directory.journalFile,
        maxJournalBytes: config.journalMaxBytes,
        quarantineBytesPerDevice: config.quarantineBytesPerDevice,
        maxPayloadBytes: LIMITS.payloadBytes,
        indexEvery: INDEX_EVERY,
        now,
        onCommitted({ first, last, refusals }: Committed) {
          if (last >= first) events.emit('committed', { first, last })
          if (broker !== null) tellDevices(broker, refusals)
        },
        onFailing({ code, attempt, retryAfterMs }) {
          log.error({ code, attempt, retryAfterMs }, 'journal takes nothing, acknowledgements withheld')
          events.emit('store', { state: 'failing' })
        },
        onRecovered({ attempts }) {
          log.info({ attempts }, 'journal recovered')
          events.emit('store', { state: 'recovered' })
        },
        onFatal,
      }),
    )
    const reader = open(createJournalReader({ file: store.directory.journalFile }))

    const influx = config.influxUrl === null ? null : createInflux({ url: config.influxUrl, log })
    const followers: Follower[] = []
    const follow = async (name: string, handle: Parameters<typeof createFollower>[0]['handle']) => {
      const readCursor = () => store.cursors.read(name)
      followers.push(open(await createFollower({ name, reader, events, log, now, readCursor, handle })))
    }
    await follow(LATEST_CURSOR, createLatestHandler(store.latest))
    if (influx !== null) {
      const writeCursor = (position: number) => store.cursors.write(SERIES_CURSOR, position)
      await follow(SERIES_CURSOR, createSeriesHandler({ writePoints: influx.writePoints, writeCursor }))
    }

    const readStats = (): Stats => ({
      counters: intake.counters,
      connections: broker?.stats().connections ?? 0,
      followers: Object.fromEntries(
        followers.map((follower) => [follower.state().name, follower.state().position]),
      ),
    })
    const probes = createProbes({ intake, reader, store, broker: () => broker, followers, influx })
    const api = open(
      await createApi({
        log,
        version,
        now,
        dashboardFolder,
        probes,
        readStats,
        events,
        journal: reader,
        stores: store,
      }),
    )
    open(createLive({ server: api.server, events, reader, log, now, readStats }))
    open(
      await createDirectory({
        ...store,
        numberOf: intake.numberOf,
        setDirectory: intake.setDirectory,
        disconnect: (deviceId, reason) => void broker?.disconnect(deviceId, reason),
        events,
        log,
      }),
    )
    const tellDevices = createTellDevices({ idOf: (device) => intake.idOf('device', device), log })
    broker = open(
      await listening({ MQTT_PORT: config.mqttPort, MQTTS_PORT: config.mqttsPort }, () =>
        createBroker({
          intake,
          authenticate: createAuthenticate({
            devices: store.devices,
            numberOf: (deviceId) => intake.numberOf('device', deviceId),
            messagesPerSecond: config.messagesPerSecond,
          }),
          listeners: brokerListeners(config, api.server),
          now,
          onPresence: (change) => events.emit('presence', { ...change, atMs: now() }),
          onError: (error) => log.warn({ err: error }, 'broker error'),
        }),
      ),
    )
    await listening({ HTTP_PORT: config.httpPort }, () =>
      api.listen({ host: HTTP_HOST, port: config.httpPort ?? 0 }),
    )
    const { port: httpPort } = api.server.address() as AddressInfo
    const { tcp: mqttPort, tls: mqttsPort } = broker.ports
    log.info({ httpPort, mqttPort, mqttsPort, version }, 'gateway ready')
    return { httpPort, mqttPort, mqttsPort, store, reader, events, close }
  } catch (error) {
    await close()
    throw error
  }
}
