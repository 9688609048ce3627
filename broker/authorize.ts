/** The one place that says what a connection may publish, read and leave as its will. */
import { bridgeRoute, configTopic, deviceRoute, errorsTopic, statusTopic } from '../devices/topic.ts'
import type { Principal, PublishDecision } from './ports.ts'

export interface Authorization {
  /** Asked once for a topic and lane, then remembered. */
  publish(principal: Principal, topic: string): PublishDecision
  subscribe(principal: Principal, filter: string): boolean
  /** Asked again for each message at delivery: sessions outlive what they were granted. */
  receive(principal: Principal, topic: string): boolean
  will(principal: Principal, topic: string): boolean
  /** The will of a client that is not here any more, found after a crash. */
  orphanWill(clientId: string, topic: string): boolean
  /** False: messages that are passed on, and wills, lose their retain flag. */
  readonly retain: boolean
}

function readsTopic(principal: Principal, topic: string): boolean {
  const { id } = principal
  return topic === errorsTopic(id) || topic === configTopic(id) || topic === statusTopic(id)
}

/** A device, or bridge, speaks for itself and hears what is meant for it; nobody ever reaches `$SYS`. */
export const deviceAuthorization: Authorization = {
  publish(principal, topic) {
    if (topic === statusTopic(principal.id)) return 'forward'
    return principal.kind === 'bridge'
      ? bridgeRoute(principal.prefix, topic)
      : deviceRoute(principal.id, topic)
  },
  subscribe: readsTopic,
  receive: readsTopic,
  will: (principal, topic) => topic === statusTopic(principal.id),
  orphanWill: (clientId, topic) => topic === statusTopic(clientId),
  retain: false,
}
