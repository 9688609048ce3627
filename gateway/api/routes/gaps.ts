/** Sequence gaps, the newest found first. */
import type { Api } from '../api.ts'
import type { ApiPorts } from '../ports.ts'
import { GapList } from '../schemas/gap.ts'
import { DeviceFilter } from '../schemas/parameters.ts'
import { shownGap } from '../shownGap.ts'

export function gapRoutes(api: Api, journal: Pick<ApiPorts['journal'], 'gaps'>): void {
  api.get(
    '/gaps',
    {
      schema: {
        tags: ['quarantine'],
        summary: 'Sequence numbers that never came, as ranges',
        querystring: DeviceFilter,
        response: { 200: GapList },
      },
    },
    async ({ query: { deviceId } }) => {
      const gaps = await journal.gaps({ deviceId: deviceId ?? null })
      return { gaps: gaps.map(shownGap) }
    },
  )
}
