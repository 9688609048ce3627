/** The JSON face of SenML (RFC 8428, section 5). */
import { type Refusal, refuse } from '../../refusal.ts'
import { isJsonObject, parseStrictJson } from '../../strictJson.ts'
import { JSON_LIMITS } from '../jsonLimits.ts'
import type { SenmlRecord } from './senmlRecord.ts'

export function readJson(payload: Uint8Array): SenmlRecord[] | Refusal {
  const outcome = parseStrictJson(payload, JSON_LIMITS)
  if (!outcome.ok) return outcome.refusal
  const pack = outcome.value
  if (!Array.isArray(pack)) return refuse('wrongType', '', 'an array of records')
  const records: SenmlRecord[] = []
  for (const [index, record] of pack.entries()) {
    if (!isJsonObject(record)) return refuse('wrongType', `[${index}]`, 'an object')
    records.push(record)
  }
  return records
}
