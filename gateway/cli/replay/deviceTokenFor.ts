/** The token of the device that a recording is published as. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { writeOwnerOnly } from '../../credentialsFile.ts'
import { failure } from '../../failures.ts'
import type { Store } from '../../store/openStore.ts'
import type { CliContext } from '../context.ts'
import { withStore } from '../withStore.ts'

const KnownTokens = Type.Array(Type.Object({ id: Type.String(), token: Type.String() }))
type KnownTokens = Static<typeof KnownTokens>

/** In DATA_DIR: what `simulate`, the demo clinic and this command registered. */
const REGISTERED_HERE = 'replayed.json'
const FILES = [REGISTERED_HERE, 'simulated.json', 'demo.json']

function tokensIn(file: string): KnownTokens {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return Value.Check(KnownTokens, parsed) ? parsed : []
  } catch {
    return []
  }
}

async function find(store: Store, id: string): Promise<string | null> {
  const tokens = FILES.flatMap((name) => tokensIn(join(store.directory.path, name)))
  for (const known of tokens.filter((entry) => entry.id === id)) {
    if (await store.devices.verifyToken(id, known.token)) return known.token
  }
  return null
}

/** Never renews a token: behind a device that is there already may be a patient. */
async function register(store: Store, id: string): Promise<string> {
  const { token } = await store.devices.register({
    id,
    kind: 'device',
    label: 'recording',
    // A recording knows its own pace.
    messagesPerSecond: 0,
  })
  const file = join(store.directory.path, REGISTERED_HERE)
  const others = tokensIn(file).filter((entry) => entry.id !== id)
  writeOwnerOnly(file, [...others, { id, token }])
  return token!
}

/** @throws Failure notFound where no token is known, conflict where `id` is taken by a device of which none is */
export function deviceTokenFor(
  context: CliContext,
  id: string,
  options: { readonly token?: string; readonly register?: boolean },
): Promise<string> {
  if (options.token !== undefined) return Promise.resolve(options.token)
  return withStore(context, async (store) => {
    const token = await find(store, id)
    if (token !== null) return token
    if (options.register === true) return register(store, id)
    throw failure('notFound', `The token of ${id} is not known on this machine.`, {
      field: '--device',
      given: id,
      allowed: 'a device with --token, one of simulate or the demo clinic, or a new one with --register',
    })
  })
}
