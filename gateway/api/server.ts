/** The HTTP server: guards, documentation, resources, the dashboard. It listens where the application says. */
import helmet from '@fastify/helmet'
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import { failure } from '../failures.ts'
import { createAnswerUnreadable } from './answerUnreadable.ts'
import type { Api } from './api.ts'
import { CONTENT_SECURITY_POLICY } from './contentSecurityPolicy.ts'
import { registerDashboardFiles } from './dashboardFiles.ts'
import { createErrorHandler } from './errorHandler.ts'
import { refuseForeignRequest } from './localRequest.ts'
import { createMetrics } from './metrics.ts'
import { registerOpenApi } from './openapi.ts'
import type { ApiPorts } from './ports.ts'
import { requestValidator } from './requestValidator.ts'
import { registerResources } from './resources.ts'
import { healthRoutes } from './routes/health.ts'
import { metricsRoutes } from './routes/metrics.ts'

/** The largest request is one assignment; readings come over MQTT. */
const BODY_LIMIT_BYTES = 64 * 1024

/** @returns the server, ready to listen or to be injected; `close()` ends it */
export async function createApi(ports: ApiPorts): Promise<Api> {
  const { log, version } = ports
  const handleError = createErrorHandler(log)
  const api: Api = Fastify({
    loggerInstance: log.child({ part: 'api' }) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    routerOptions: { maxParamLength: 128 },
    forceCloseConnections: true,
    clientErrorHandler: createAnswerUnreadable(log),
    frameworkErrors: handleError,
  })
  // Requests are JSON; a form or a text of another site gets no further than its kind.
  api.removeContentTypeParser('text/plain')
  const metrics = createMetrics(ports)
  api.setValidatorCompiler(requestValidator)
  api.setErrorHandler(handleError)
  api.setNotFoundHandler(() => {
    throw failure('notFound', 'Nothing is at this address. /docs lists what is.')
  })
  api.addHook('onRequest', async (request) => {
    const { host, origin } = request.headers
    const refusal = refuseForeignRequest({ method: request.method, host, origin })
    if (refusal) throw refusal
  })
  api.addHook('onClose', () => metrics.close())

  await api.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  })
  await registerOpenApi(api, version)
  await registerResources(api, ports)
  healthRoutes(api, ports)
  metricsRoutes(api, metrics)
  await registerDashboardFiles(api, ports.dashboardFolder)
  await api.ready()
  return api
}
