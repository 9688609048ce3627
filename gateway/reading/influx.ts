/** Adapter of the `influx` package: points to InfluxDB 1.x, or to what speaks its line protocol. */
import { InfluxDB } from 'influx'
import { failure } from '../failures.ts'
import type { Log } from '../log.ts'
import type { SeriesPoint } from './series.ts'

const REQUEST_TIMEOUT_MS = 10_000

export interface InfluxOptions {
  /** http(s)://user:password@host:8086/database */
  readonly url: string
  readonly log: Log
}

export interface Influx {
  /**
   * @throws Failure upstreamUnavailable where it is worth trying again
   */
  writePoints(points: readonly SeriesPoint[]): Promise<void>
  /** @throws Failure upstreamUnavailable */
  ping(): Promise<void>
}

/** The answer's status, where there was one. */
function statusOf(error: unknown): number | null {
  return (error as { res?: { statusCode?: number } }).res?.statusCode ?? null
}

/**
 * @throws Failure configurationInvalid where the URL names no database
 */
export function createInflux({ url, log }: InfluxOptions): Influx {
  const { protocol, hostname, port, username, password, pathname } = new URL(url)
  const database = decodeURIComponent(pathname.slice(1))
  if (database === '') {
    throw failure('configurationInvalid', 'INFLUX_URL must name a database: http://host:8086/database', {
      field: 'INFLUX_URL',
      allowed: 'http://user:password@host:8086/database',
    })
  }
  const client = new InfluxDB({
    host: hostname,
    port: Number(port || (protocol === 'https:' ? 443 : 8086)),
    protocol: protocol === 'https:' ? 'https' : 'http',
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database,
    // the follower tries again, with its own patience; the package's pool would hide the failure
    pool: { maxRetries: 0, requestTimeout: REQUEST_TIMEOUT_MS },
  })

  function unavailable(cause: unknown) {
    return failure(
      'upstreamUnavailable',
      'InfluxDB does not take points.',
      { status: statusOf(cause) },
      cause,
    )
  }

  return {
    async ping() {
      const [host] = await client.ping(REQUEST_TIMEOUT_MS)
      if (!host?.online) throw failure('upstreamUnavailable', 'InfluxDB does not answer.')
    },

    async writePoints(points) {
      const write = () => client.writePoints(points as SeriesPoint[], { precision: 'n' })
      try {
        await write().catch(async (error: unknown) => {
          // making a database takes an administrator, which a user who may only write is not: not before it is needed
          if (statusOf(error) !== 404) throw error
          await client.createDatabase(database)
          await write()
        })
      } catch (error) {
        const status = statusOf(error)
        // 400 is about points, not about the server: it has taken those it could ("partial write"), the rest it
        // never will (older than the retention policy keeps)
        if (status !== 400) throw unavailable(error)
        log.error({ points: points.length, status }, 'points refused by influxdb')
      }
    },
  }
}
