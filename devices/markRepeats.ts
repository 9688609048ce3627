/** Makes mqtt.js say when it sends a packet again, as [MQTT-3.3.1-1] wants; by itself it never does. */
import type { IPublishPacket, MqttClient } from 'mqtt'

export function markRepeats(client: MqttClient): void {
  const unacknowledged = new Set<number>()
  client.on('packetsend', (packet) => {
    if (packet.cmd !== 'publish' || packet.messageId === undefined) return
    const publish = packet as IPublishPacket
    publish.dup = unacknowledged.has(packet.messageId)
    unacknowledged.add(packet.messageId)
  })
  client.on('packetreceive', (packet) => {
    if (packet.cmd === 'puback' && packet.messageId !== undefined) unacknowledged.delete(packet.messageId)
  })
}
