/** Doctor: the running gateway, asked how each of its parts is. */
import { Value } from 'typebox/value'
import { Readiness } from '../../api/schemas/health.ts'
import { type Finding, failed, ok, skipped, warning } from './finding.ts'
import type { Installation } from './installation.ts'

const NAME = 'gateway'
const TIMEOUT_MS = 5000

export async function checkGateway({ config, running, dataDir }: Installation): Promise<Finding[]> {
  if (!running) return [skipped(NAME, `none runs on ${dataDir}`)]
  if (!config.httpPort) return [skipped(NAME, 'runs; HTTP_PORT does not say where to ask it')]
  try {
    const response = await fetch(`http://127.0.0.1:${config.httpPort}/readyz`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const { status, parts } = Value.Parse(Readiness, await response.json())
    const fix = 'look into the log of the gateway'
    const unwell = parts
      .filter((part) => !part.ok)
      .map(({ name, required, detail }) => (required ? failed : warning)(`${NAME}: ${name}`, detail, fix))
    return status === 'ready' ? [ok(NAME, 'runs and is ready'), ...unwell] : unwell
  } catch {
    const fix = 'run doctor with the environment of the gateway, or restart the gateway'
    return [failed(NAME, `runs, but does not answer on port ${config.httpPort}`, fix)]
  }
}
