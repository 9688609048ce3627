import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { createChainSide } from '../bench/chainSide.ts'
import { createProductSide } from '../bench/productSide.ts'
import { requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const FLEET = { connections: 8, inFlight: 20, readings: 4 }

const folder = temporaryFolder()
const mosquitto = requires('mosquitto')

describe('the benchmark', () => {
  // each run itself fails unless exactly what was acknowledged is stored
  test('has the product store all that its load generator publishes, run after run', async () => {
    const side = await createProductSide({ ...FLEET, folder: mkdtempSync(join(folder, 'product-')) })
    try {
      expect(await side.saturate(1500)).toMatchObject({ messages: 1500 })
      expect(await side.saturate(500)).toMatchObject({ messages: 500 })
      const paced = await side.pace({ messages: 100, messagesPerSecond: 400 })
      expect([paced.acknowledged, paced.latency.count]).toEqual([100, 100])
    } finally {
      await side.close()
    }
  })

  test('keeps the complete gateway in step with its followers', async () => {
    const side = await createProductSide({
      ...FLEET,
      server: 'gateway',
      folder: mkdtempSync(join(folder, 'gateway-')),
    })
    try {
      expect(await side.saturate(1000)).toMatchObject({ messages: 1000 })
    } finally {
      await side.close()
    }
  })

  mosquitto.test.each(['reading', 'message'] as const)(
    'has the subscriber behind mosquitto commit all of it, a row for each %s',
    async (rows) => {
      const side = await createChainSide({
        ...FLEET,
        rows,
        path: mosquitto.path,
        folder: mkdtempSync(join(folder, 'chain-')),
      })
      try {
        expect(await side.saturate(1500)).toMatchObject({ messages: 1500 })
        expect(await side.saturate(500)).toMatchObject({ messages: 500 })
      } finally {
        await side.close()
      }
    },
  )
})
