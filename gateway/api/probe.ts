/** One part of the gateway that can tell how it is. */

export interface ProbeResult {
  readonly ok: boolean
  /** A fixed phrase, with ids and counts at most. */
  readonly detail: string
}

export interface Probe {
  readonly name: string
  /** Without this part the gateway can not do its work, and must not get any. */
  readonly required: boolean
  check(): Promise<ProbeResult>
}
