/**
 * The product's way of a reading, a process of its own: real store, broker and ingest with everything on; no HTTP,
 * screens or followers, which the chain it is compared with has not either.
 */
import { randomBytes } from 'node:crypto'
import { createBroker } from '../../../broker/broker.ts'
import { LIMITS } from '../../../broker/limits.ts'
import { createAuthenticate } from '../../../gateway/authenticate.ts'
import { createDirectory } from '../../../gateway/directory.ts'
import { createEvents } from '../../../gateway/events.ts'
import { createLog } from '../../../gateway/log.ts'
import { createIntake } from '../../../gateway/reading/intake.ts'
import { openStore } from '../../../gateway/store/openStore.ts'
import { serveCommands } from '../process/serveCommands.ts'

export interface OpenProductArgs {
  /** With its devices registered. */
  readonly dataDir: string
}

export interface OpenedProduct {
  readonly port: number
}

/** As gateway/app.ts sets them. */
const INDEX_EVERY = 50_000
const QUARANTINE_BYTES_PER_DEVICE = 1 << 20

const opened: { close(): unknown }[] = []

function open<Part extends { close(): unknown }>(part: Part): Part {
  opened.push(part)
  return part
}

async function openProduct({ dataDir }: OpenProductArgs): Promise<OpenedProduct> {
  const now = Date.now
  const log = createLog({ level: 'warn' })
  const events = createEvents()
  const store = open(await openStore({ dataDir, databaseUrl: null, exclusive: true, now, randomBytes }))
  const intake = open(
    await createIntake({
      journalFile: store.directory.journalFile,
      maxJournalBytes: 0,
      quarantineBytesPerDevice: QUARANTINE_BYTES_PER_DEVICE,
      maxPayloadBytes: LIMITS.payloadBytes,
      indexEvery: INDEX_EVERY,
      now,
      onCommitted: ({ first, last }) => events.emit('committed', { first, last }),
      onFailing: (failing) => log.error(failing, 'journal takes nothing'),
      onRecovered: (recovered) => log.info(recovered, 'journal recovered'),
      onFatal(error) {
        throw error
      },
    }),
  )
  open(
    await createDirectory({
      ...store,
      numberOf: intake.numberOf,
      setDirectory: intake.setDirectory,
      disconnect: () => {},
      events,
      log,
    }),
  )
  const broker = open(
    await createBroker({
      intake,
      authenticate: createAuthenticate({
        devices: store.devices,
        numberOf: (deviceId) => intake.numberOf('device', deviceId),
        messagesPerSecond: 0,
      }),
      listeners: { tcp: { host: '127.0.0.1', port: 0 } },
      onPresence: (change) => events.emit('presence', { ...change, atMs: now() }),
      onError: (error) => log.warn({ err: error }, 'broker error'),
    }),
  )
  return { port: broker.ports.tcp! }
}

/** Compacts too, as V8 does when memory is short; Node was started with --expose-gc for this. */
function collectGarbage(): null {
  const { gc } = globalThis as { gc?: (options: object) => void }
  gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  return null
}

async function close(): Promise<null> {
  for (const part of opened.splice(0).reverse()) await part.close()
  return null
}

serveCommands({ open: openProduct, collectGarbage, close })
