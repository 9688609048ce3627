/** Registers devices in a data directory, beside a gateway or before one runs. */
import { randomBytes } from 'node:crypto'
import { openStore } from '../../gateway/store/openStore.ts'

/** @returns their tokens, in order */
export async function registerDevices(dataDir: string, ids: readonly string[]): Promise<string[]> {
  const store = await openStore({
    dataDir,
    databaseUrl: null,
    exclusive: false,
    now: Date.now,
    randomBytes: (bytes) => randomBytes(bytes),
  })
  try {
    const tokens: string[] = []
    for (const id of ids) {
      const { token } = await store.devices.register({ id, kind: 'device' })
      tokens.push(token as string)
    }
    return tokens
  } finally {
    await store.close()
  }
}
