/** Runs a command against the store that the environment names, beside a running gateway or without one. */
import { type Config, readConfig } from '../config.ts'
import { openStore, type Store } from '../store/openStore.ts'
import type { CliContext } from './context.ts'

export async function withStore<Result>(
  { env, now, randomBytes }: CliContext,
  run: (store: Store, config: Config) => Promise<Result>,
): Promise<Result> {
  const config = readConfig(env)
  const { dataDir, databaseUrl } = config
  const store = await openStore({ dataDir, databaseUrl, exclusive: false, now, randomBytes })
  try {
    return await run(store, config)
  } finally {
    await store.close()
  }
}
