/** What an OpenMQTTGateway or Theengs bridge makes of a fitness band's advertisement: no time, no sequence. */
import type { Dialect } from './dialect.ts'

const BRIDGE_NAME = 'BLEGateway'

export const theengs: Dialect = ({ readings, relay }) => {
  if (!relay) return null
  const heartRate = readings.find(({ vital }) => vital === 'heartRate')
  const steps = readings.find(({ vital }) => vital === 'steps')
  return {
    topic: `${relay.prefix}/${BRIDGE_NAME}/BTtoMQTT/${relay.address}`,
    payload: Buffer.from(
      JSON.stringify({
        id: relay.address.replace(/(..)(?!$)/g, '$1:'),
        rssi: -67,
        brand: 'Xiaomi/Amazfit',
        model: 'Mi Band/Smart Watch',
        model_id: 'MB/SW',
        type: 'BODY',
        ...(heartRate && { act_bpm: heartRate.value }),
        ...(steps && { steps: steps.value }),
      }),
    ),
  }
}
