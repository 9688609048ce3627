/** The connection of the device that a recording is published as, with what the gateway says of its payloads. */
import { createPublisher, type Publisher } from '../../../devices/publisher.ts'
import { failure } from '../../failures.ts'

export interface RecordingPublisher extends Publisher {
  /** Why payloads were refused, in the gateway's words, and how often. */
  readonly refusals: Readonly<Record<string, number>>
}

/** CONNACK codes of MQTT 3.1.1, section 3.2.2.3: bad user name or password, not authorised. */
const NOT_LET_IN: readonly unknown[] = [4, 5]

/** The gateway's words hold no measured value. */
function reasonOf(notice: Uint8Array): string {
  try {
    const { code, reason } = JSON.parse(Buffer.from(notice).toString()) as { code?: string; reason?: string }
    return reason ?? code ?? 'no reason given'
  } catch {
    return 'no reason given'
  }
}

/** @throws Failure upstreamUnavailable */
export async function publishAs(id: string, token: string, url: string): Promise<RecordingPublisher> {
  const refusals: Record<string, number> = {}
  const onRefused = (notice: Uint8Array) => {
    const reason = reasonOf(notice)
    refusals[reason] = (refusals[reason] ?? 0) + 1
  }
  try {
    return Object.assign(await createPublisher({ url, id, token, onRefused }), { refusals })
  } catch (error) {
    const message = NOT_LET_IN.includes((error as { code?: unknown }).code)
      ? `The gateway at ${url} does not let ${id} in with this token.`
      : `No gateway answers at ${url}.`
    throw failure('upstreamUnavailable', message, { field: '--url', given: url }, error)
  }
}
