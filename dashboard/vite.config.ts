/** How the dashboard is built, and where a developer's server finds the gateway. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const gateway = `http://127.0.0.1:${process.env.HTTP_PORT ?? 8080}`

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2023',
    // The policy of contents allows no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': gateway,
      '/socket.io': { target: gateway, ws: true },
    },
  },
})
