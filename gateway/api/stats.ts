/** What the gateway counts about itself since it started; read when somebody asks for metrics. */

export interface Stats {
  readonly messagesStored: number
  readonly readingsStored: number
  readonly duplicates: number
  readonly conflicts: number
  readonly late: number
  /** Refused payloads by RefusalCode. */
  readonly quarantined: Readonly<Record<string, number>>
  readonly commits: number
  /** Sum over all commits, fsync included. */
  readonly commitSeconds: number
  /** MQTT connections open now. */
  readonly connections: number
  readonly journalPosition: number
  /** Where each follower of the journal stands. */
  readonly followers: Readonly<Record<string, number>>
}
