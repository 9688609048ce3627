/** The line that publishes a first reading as a device, whole and ready to paste. */
import { hostname } from 'node:os'
import { vitalsTopic } from '../../../devices/topic.ts'
import type { Config } from '../../config.ts'
import { isLoopback } from '../../listeners.ts'
import type { Device } from '../../store/deviceTable.ts'

export interface Endpoint {
  readonly host: string
  readonly port: number
  readonly tls: boolean
}

/** @returns null where the gateway is set to listen for no MQTT at all */
export function mqttEndpoint({ bind, mqttPort, mqttsPort }: Config, certificate: boolean): Endpoint | null {
  const host = ['0.0.0.0', '::'].includes(bind) ? hostname() : bind
  const tls = mqttsPort !== null && (certificate || !isLoopback(bind) || mqttPort === null)
  const port = tls ? mqttsPort : mqttPort
  return port === null ? null : { host, port, tls }
}

/** For the shell: nothing in it is expanded. */
function quoted(text: string): string {
  return /^[A-Za-z0-9._:/@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** The time is asked of the shell, so that the line stays good tomorrow. */
const NATIVE_MESSAGE = `'{"at":"'$(date -u +%Y-%m-%dT%H:%M:%SZ)'","readings":[{"vital":"heartRate","value":72,"unit":"/min"}]}'`
/** A scale as OpenMQTTGateway reports it: no time, no sequence. */
const BRIDGE_MESSAGE = `'{"id":"A4:C1:38:0A:0B:0C","name":"thermometer","tempc":36.6}'`

/** @param token null where a certificate is the credential */
export function publishLine(endpoint: Endpoint, device: Device, token: string | null): string {
  const { host, port, tls } = endpoint
  const credential =
    token === null
      ? `--cert ${device.id}.pem --key ${device.id}.key`
      : `-u ${quoted(device.id)} -P ${quoted(token)}`
  const [topic, message] =
    device.kind === 'bridge'
      ? [`${device.prefix}/${device.id}/BTtoMQTT/A4C1380A0B0C`, BRIDGE_MESSAGE]
      : [vitalsTopic(device.id), NATIVE_MESSAGE]
  return [
    `mosquitto_pub -h ${quoted(host)} -p ${port}${tls ? ' --cafile ca.pem' : ''}`,
    `-i ${quoted(device.id)} ${credential} -q 1`,
    `-t ${quoted(topic)} -m ${message}`,
  ].join(' ')
}
