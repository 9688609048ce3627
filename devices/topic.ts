/** The topics that devices and bridges speak on, and which wire format each carries. */

/** Ways in; the index is the number that crosses to the ingest worker. */
export const CHANNELS = ['native', 'senml', 'gatt', 'bridge', 'unknown', 'foreign', 'oversize'] as const

export type Channel = (typeof CHANNELS)[number]

export const CHANNEL = {
  native: 0,
  senml: 1,
  gatt: 2,
  bridge: 3,
  /** Under the sender's own prefix, but no topic of ours: quarantined. */
  unknown: 4,
  /** Another's topic: quarantined. */
  foreign: 5,
  /** A payload above the limit of which only the beginning was kept: quarantined. */
  oversize: 6,
} as const satisfies Record<Channel, number>

export const TOPIC_VERSION = 'v1'

export function vitalsTopic(deviceId: string): string {
  return `${TOPIC_VERSION}/${deviceId}/vitals`
}

export function senmlTopic(deviceId: string): string {
  return `${TOPIC_VERSION}/${deviceId}/senml`
}

/** @param characteristic assigned number in hex, as in '2a37' */
export function gattTopic(deviceId: string, characteristic: string): string {
  return `${TOPIC_VERSION}/${deviceId}/gatt/${characteristic}`
}

/** Where a device announces itself (its will too); passed on, not stored. */
export function statusTopic(deviceId: string): string {
  return `${TOPIC_VERSION}/${deviceId}/status`
}

/** Where the gateway tells a device what of its payloads was refused. */
export function errorsTopic(deviceId: string): string {
  return `${TOPIC_VERSION}/${deviceId}/errors`
}

/** Where the gateway tells a device how to behave. */
export function configTopic(deviceId: string): string {
  return `${TOPIC_VERSION}/${deviceId}/config`
}

export interface Route {
  readonly channel: number
  readonly subtopic: string
}

/** The way in that a device's publish takes; `foreign` where the topic is not its own. */
export function deviceRoute(deviceId: string, topic: string): Route {
  const own = `${TOPIC_VERSION}/${deviceId}/`
  if (!topic.startsWith(own)) return { channel: CHANNEL.foreign, subtopic: '' }
  const rest = topic.slice(own.length)
  if (rest === 'vitals') return { channel: CHANNEL.native, subtopic: '' }
  if (rest === 'senml') return { channel: CHANNEL.senml, subtopic: '' }
  const gatt = /^gatt\/([0-9A-Fa-f]{4})$/.exec(rest)
  if (gatt) return { channel: CHANNEL.gatt, subtopic: gatt[1]!.toLowerCase() }
  return { channel: CHANNEL.unknown, subtopic: '' }
}

/** `{prefix}/{gateway}/BTtoMQTT/{MAC}`, the shape of OpenMQTTGateway; MAC with or without colons. */
export function bridgeRoute(prefix: string, topic: string): Route {
  if (!topic.startsWith(`${prefix}/`)) return { channel: CHANNEL.foreign, subtopic: '' }
  const match = /^[^/]+\/BTtoMQTT\/([0-9A-Fa-f]{12}|(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2})$/.exec(
    topic.slice(prefix.length + 1),
  )
  if (!match) return { channel: CHANNEL.unknown, subtopic: '' }
  return { channel: CHANNEL.bridge, subtopic: match[1]!.replaceAll(':', '').toLowerCase() }
}
