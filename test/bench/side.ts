/** One of the two systems that are compared, running and connected: stores messages durably when told. */
import type { Latency } from './load/loadRun.ts'

export interface Sample {
  readonly messages: number
  /** From the first write to the moment when every message is committed. */
  readonly elapsedMs: number
  /** Of all server processes of this side, until nothing is left to do for these messages. */
  readonly cpuSeconds: number
  /** Processors that something else took meanwhile. */
  readonly foreignCores: number
  /** What publishers see. On mosquitto's side it says nothing about storage. */
  readonly latency: Latency
}

export interface Side {
  readonly name: string
  /** Publishes that many messages, as fast as acks allow. @throws Error where not exactly these are stored */
  saturate(messages: number): Promise<Sample>
  close(): Promise<void>
}
