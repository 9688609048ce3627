/** What the gateway counts about itself since it started; read when somebody asks. */
import type { Counters } from '../reading/counters.ts'

export interface Stats {
  readonly counters: Readonly<Counters>
  /** MQTT connections open now. */
  readonly connections: number
  /** Where each follower of the journal stands. */
  readonly followers: Readonly<Record<string, number>>
}
