/** What `add` and `rotate` print: the only time that a token is seen. */
import type { Config } from '../../config.ts'
import type { Registered } from '../../store/devices.ts'
import { mqttEndpoint, publishLine } from './publishLine.ts'

function howToPublish({ device, token }: Registered, config: Config): string[] {
  if (device.kind === 'sensor') {
    return [
      `It is heard when the bridge ${device.bridgeId} publishes on …/BTtoMQTT/${device.address?.toUpperCase()}.`,
    ]
  }
  const endpoint = mqttEndpoint(config, device.certificate !== null)
  if (endpoint === null) return ['The gateway listens for no MQTT: set MQTT_PORT or MQTTS_PORT.']
  return ['Try it:', `  ${publishLine(endpoint, device, token)}`]
}

/** @param headline what happened */
export function credentialsText(headline: string, registered: Registered, config: Config): string {
  const { device, token } = registered
  const shown =
    token === null
      ? []
      : ['', `  client id and user name  ${device.id}`, `  password (shown once)    ${token}`]
  return [headline, ...shown, '', ...howToPublish(registered, config)].join('\n')
}
