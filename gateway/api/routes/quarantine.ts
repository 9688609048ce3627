/** Quarantine: pages of what was refused, and one payload with its bytes. */
import { Type } from 'typebox'
import { failure } from '../../failures.ts'
import type { Api } from '../api.ts'
import { hexPreview, textPreview } from '../bytesPreview.ts'
import { isoTime } from '../isoTime.ts'
import type { ApiPorts } from '../ports.ts'
import { refusedPayload } from '../refusedPayload.ts'
import { QuarantinedPayload, QuarantinePage, QuarantineRequest } from '../schemas/quarantine.ts'

const tags = ['quarantine']
const DEFAULT_LIMIT = 50

export function quarantineRoutes(
  api: Api,
  journal: Pick<ApiPorts['journal'], 'quarantine' | 'quarantined'>,
): void {
  api.get(
    '/quarantine',
    {
      schema: {
        tags,
        summary: 'Refused payloads, newest first, a page at a time',
        querystring: QuarantineRequest,
        response: { 200: QuarantinePage },
      },
    },
    async ({ query: { deviceId, before, limit = DEFAULT_LIMIT } }) => {
      const { entries, overflow } = await journal.quarantine({
        deviceId: deviceId ?? null,
        beforePosition: before ?? null,
        limit,
      })
      return {
        refused: entries.map(refusedPayload),
        nextBefore: entries.length < limit ? null : entries.at(-1)!.position,
        overflow: overflow.map(({ firstAtMs, lastAtMs, ...rest }) => ({
          ...rest,
          firstAt: isoTime(firstAtMs),
          lastAt: isoTime(lastAtMs),
        })),
      }
    },
  )

  api.get(
    '/quarantine/:position',
    {
      schema: {
        tags,
        summary: 'One refused payload with its bytes',
        params: Type.Object({ position: Type.Integer({ minimum: 1 }) }),
        response: { 200: QuarantinedPayload },
      },
    },
    async ({ params: { position } }) => {
      const refusal = await journal.quarantined(position)
      if (!refusal) {
        throw failure('notFound', 'No refused payload is at that position.', {
          field: 'position',
          given: position,
        })
      }
      const { bytes, sha256 } = refusal
      return {
        ...refusedPayload(refusal),
        sha256,
        bytes: bytes && {
          base64: Buffer.from(bytes).toString('base64'),
          hexPreview: hexPreview(bytes),
          textPreview: textPreview(bytes),
        },
      }
    },
  )
}
