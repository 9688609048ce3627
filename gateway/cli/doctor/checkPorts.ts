/** Doctor: each port is free, or taken by the gateway that runs. */
import { createServer } from 'node:net'
import { isLoopback } from '../../listeners.ts'
import { type Finding, failed, ok, skipped } from './finding.ts'
import type { Installation } from './installation.ts'

/** @returns '' where it can be listened on, else the code of the error */
function tryToListen(host: string, port: number): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const server = createServer()
  server.once('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)))
  server.listen({ host, port, exclusive: true }, () => server.close(() => resolve('')))
  return promise
}

async function checkPort(
  variable: string,
  host: string,
  port: number | null,
  running: boolean,
): Promise<Finding> {
  if (port === null) return skipped(variable, 'not listening')
  if (port === 0) return ok(variable, 'any free port')
  const reason = await tryToListen(host, port)
  const place = `${host}:${port}`
  if (reason === '') {
    return running
      ? failed(
          variable,
          `${place} is free though a gateway runs`,
          'run doctor with the environment of the gateway',
        )
      : ok(variable, `${place} is free`)
  }
  if (reason === 'EADDRINUSE') {
    return running
      ? ok(variable, `${place} is taken, a gateway runs`)
      : failed(variable, `${place} is taken by another program`, `stop it, or set ${variable}`)
  }
  const fix = reason === 'EACCES' ? `set ${variable} to 1024 or above` : 'correct BIND'
  return failed(variable, `${place} can not be listened on (${reason})`, fix)
}

export async function checkPorts({ config, running }: Installation): Promise<Finding[]> {
  const { bind, httpPort, mqttPort, mqttsPort, allowPlaintext } = config
  const findings = [
    await checkPort('HTTP_PORT', '127.0.0.1', httpPort, running),
    await checkPort('MQTT_PORT', bind, mqttPort, running),
    await checkPort('MQTTS_PORT', bind, mqttsPort, running),
  ]
  if (mqttPort === null || isLoopback(bind) || allowPlaintext) return findings
  const fix = 'set MQTTS_PORT, TLS_CERT and TLS_KEY, or ALLOW_PLAINTEXT=1 in a network that you trust'
  return [...findings, failed('BIND', `MQTT without TLS on ${bind} is refused`, fix)]
}
