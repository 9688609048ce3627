/** How much JSON one upload may be. */
import type { JsonLimits } from '../strictJson.ts'

/** 64 KiB hold a day of one vital at one value a minute in SenML; nobody nests payloads deeper than four. */
export const JSON_LIMITS: JsonLimits = { maxBytes: 65_536, maxDepth: 8 }
