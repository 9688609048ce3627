/** `/metrics` for Prometheus. */
import type { Api } from '../api.ts'
import type { createMetrics } from '../metrics.ts'

export function metricsRoutes(api: Api, metrics: ReturnType<typeof createMetrics>): void {
  api.get(
    '/metrics',
    {
      schema: {
        tags: ['operation'],
        summary: 'Counters and gauges for Prometheus',
        produces: ['text/plain'],
      },
    },
    async (_request, reply) => await reply.type(metrics.contentType).send(await metrics.text()),
  )
}
