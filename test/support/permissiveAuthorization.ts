/** Everybody may do everything, and all goes through aedes: for tests of MQTT itself. */
import type { Authorization } from '../../broker/authorize.ts'

export const permissiveAuthorization: Authorization = {
  publish: () => 'forward',
  subscribe: () => true,
  receive: () => true,
  will: () => true,
  orphanWill: () => true,
  retain: true,
}
