/**
 * Memory of our threads: they work in typed arrays and make little garbage, so V8's usual 48 MB of young generation
 * only swells the process. Measured on the pipeline: the same CPU a message with 2, 4 and 16 MB semi-spaces.
 */
import type { ResourceLimits } from 'node:worker_threads'

export const SMALL_YOUNG_GENERATION: ResourceLimits = { maxYoungGenerationSizeMb: 6 }
