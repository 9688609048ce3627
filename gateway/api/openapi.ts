/** The API described for people and programs: OpenAPI 3.1, rendered at /docs. */
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { Api } from './api.ts'

const TAGS = [
  { name: 'devices', description: 'Wearables and bridges, their credentials and how they are' },
  { name: 'patients', description: 'Whom the readings belong to' },
  { name: 'assignments', description: 'Which device a patient wears, from when to when' },
  { name: 'readings', description: 'Newest values and history' },
  { name: 'quarantine', description: 'What was refused, with its bytes and the reason' },
  { name: 'operation', description: 'How the gateway is' },
]

/** Registered before the routes: it hears of each as it is added. */
export async function registerOpenApi(api: Api, version: string): Promise<void> {
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Vitalgate',
        version,
        description:
          'Edge gateway for remote patient monitoring. Times are ISO 8601 in UTC, values are decimal numbers ' +
          'in the UCUM unit beside them. Not a certified medical device.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: TAGS,
    },
  })
  await api.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { layout: 'BaseLayout', docExpansion: 'list', validatorUrl: null, tryItOutEnabled: false },
    theme: { title: 'Vitalgate API' },
  })
}
