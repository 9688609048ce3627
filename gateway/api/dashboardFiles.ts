/** The built dashboard at `/`, or a page that says how to build it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { Api } from './api.ts'

const NOT_BUILT = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Vitalgate</title></head>
<body><h1>The dashboard is not built</h1>
<p>Run <code>npm run build:dashboard</code> and start the gateway again. <code>npm start</code> does both.</p>
<p>Readings are taken all the same. The API is described at <a href="/docs/">/docs</a>.</p></body></html>
`

/** @param folder where `vite build` put it */
export async function registerDashboardFiles(api: Api, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    api.get('/', { schema: { hide: true } }, (_request, reply) =>
      reply.code(503).type('text/html; charset=utf-8').send(NOT_BUILT),
    )
    return
  }
  await api.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    setHeaders(reply, path) {
      // Names of assets carry a hash of their content; the page itself is always asked for anew.
      const isAsset = path.startsWith(join(folder, 'assets'))
      reply.header('cache-control', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}
