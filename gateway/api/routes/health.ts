/** `/healthz`: the process answers. `/readyz`: each part was asked just now. */
import type { Log } from '../../log.ts'
import type { Api } from '../api.ts'
import type { Probe, ProbeResult } from '../probe.ts'
import { Liveness, Readiness } from '../schemas/health.ts'

export interface HealthPorts {
  readonly log: Log
  readonly version: string
  readonly probes: readonly Probe[]
}

/** A part that does not answer by then is not well; probes are asked at once. */
const PROBE_TIMEOUT_MS = 2000

async function ask(probe: Probe, log: Log): Promise<ProbeResult> {
  const { promise: timeout, resolve } = Promise.withResolvers<ProbeResult>()
  const timer = setTimeout(() => resolve({ ok: false, detail: 'no answer' }), PROBE_TIMEOUT_MS)
  try {
    return await Promise.race([probe.check(), timeout])
  } catch (err) {
    log.warn({ err, probe: probe.name }, 'probe failed')
    return { ok: false, detail: 'check failed' }
  } finally {
    clearTimeout(timer)
  }
}

export function healthRoutes(api: Api, { log, version, probes }: HealthPorts): void {
  api.get(
    '/healthz',
    { schema: { tags: ['operation'], summary: 'The process answers', response: { 200: Liveness } } },
    () => ({ status: 'live' as const, version, uptimeSeconds: Math.round(process.uptime()) }),
  )

  api.get(
    '/readyz',
    {
      schema: {
        tags: ['operation'],
        summary: 'Each part, asked now',
        response: { 200: Readiness, 503: Readiness },
      },
    },
    async (_request, reply) => {
      const parts = await Promise.all(
        probes.map(async (probe) => {
          const { ok, detail } = await ask(probe, log)
          return { name: probe.name, required: probe.required, ok, detail }
        }),
      )
      const ready = parts.every(({ required, ok }) => ok || !required)
      return await reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'notReady', parts })
    },
  )
}
