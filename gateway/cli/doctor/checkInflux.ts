/** Doctor: InfluxDB answers and lets us in. */
import { type Finding, failed, ok, skipped } from './finding.ts'
import type { Installation } from './installation.ts'

const NAME = 'InfluxDB'
const TIMEOUT_MS = 3000

export async function checkInflux({ config }: Installation): Promise<Finding> {
  if (config.influxUrl === null) return skipped(NAME, 'not configured')
  const { protocol, host, username, password, pathname } = new URL(config.influxUrl)
  const database = decodeURIComponent(pathname.slice(1))
  if (database === '') return failed(NAME, 'INFLUX_URL names no database', 'end it with /DATABASE')
  const ask = new URL(`${protocol}//${host}/query`)
  ask.searchParams.set('q', 'SHOW DATABASES')
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
  try {
    const response = await fetch(ask, {
      headers: username === '' ? {} : { authorization },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    if (response.ok) return ok(NAME, `${host} answers`)
    const fix =
      response.status === 401 ? 'correct user and password in INFLUX_URL' : 'look into the log of InfluxDB'
    return failed(NAME, `${host} answers ${response.status}`, fix)
  } catch {
    const fix = 'start it, or correct INFLUX_URL; until then readings wait in the journal, nothing is lost'
    return failed(NAME, `${host} does not answer`, fix)
  }
}
