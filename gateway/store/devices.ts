/** Who may publish: devices and bridges with their credentials, and the sensors behind bridges. */
import type { Kysely } from 'kysely'
import { failure } from '../failures.ts'
import { invalid } from './check.ts'
import { type Device, type DeviceTable, deviceOfRow } from './deviceTable.ts'
import { createToken, isTokenOf } from './deviceToken.ts'
import { isIdentifier } from './identifier.ts'
import { checkNewDevice, type NewDevice, normalAddress } from './newDevice.ts'
import type { RandomBytes } from './randomId.ts'
import { changeDirectory } from './revision.ts'
import type { Schema } from './schema.ts'

export interface Registered {
  readonly device: Device
  /** Shown once, kept nowhere; null where the device needs none (a sensor, or one with a certificate). */
  readonly token: string | null
}

export interface DeviceStore {
  /** @throws Failure invalidRequest, conflict, notFound (the bridge) */
  register(device: NewDevice): Promise<Registered>
  /** A new token; the old one is good no more. @throws Failure notFound, conflict (revoked, or a sensor) */
  rotate(id: string): Promise<Registered & { readonly token: string }>
  /** Lets the device in no more, for good; its prefix and address are free for another. @throws Failure notFound */
  revoke(id: string): Promise<Device>
  find(id: string): Promise<Device | null>
  list(): Promise<Device[]>
  /** Null for a wrong token, an unknown id and a revoked device alike, at the same cost. */
  verifyToken(id: string, token: string): Promise<Device | null>
  /**
   * @param commonName of a certificate that our authority signed, verified by TLS
   * @param fingerprint its SHA-256, with or without colons
   */
  verifyCertificate(commonName: string, fingerprint: string): Promise<Device | null>
}

export interface DeviceStoreOptions {
  readonly now: () => number
  readonly randomBytes: RandomBytes
}

/** What can not be an id is not asked for: PostgreSQL refuses U+0000 with an error of its own. */
async function rowOf(id: string, db: Kysely<Schema>): Promise<DeviceTable | undefined> {
  if (!isIdentifier(id)) return undefined
  return db.selectFrom('device').selectAll().where('id', '=', id).executeTakeFirst()
}

async function knownRow(id: string, db: Kysely<Schema>): Promise<DeviceTable> {
  const row = await rowOf(id, db)
  if (row) return row
  throw failure('notFound', `No device is registered as ${id}.`, { field: 'deviceId', given: id })
}

/** @throws Failure conflict where id, prefix or address are taken; notFound where the bridge is not there */
async function checkFree(row: DeviceTable, db: Kysely<Schema>): Promise<void> {
  if (await rowOf(row.id, db)) {
    throw failure('conflict', `A device is already registered as ${row.id}.`, {
      field: 'id',
      allowed: 'an id that is not taken',
      given: row.id,
    })
  }
  if (row.prefix !== null) {
    const other = await db
      .selectFrom('device')
      .select('id')
      .where('prefix', '=', row.prefix)
      .executeTakeFirst()
    if (other) {
      throw failure('conflict', `The bridge ${other.id} already publishes below ${row.prefix}.`, {
        field: 'prefix',
        allowed: 'a prefix of its own',
        given: row.prefix,
      })
    }
  }
  if (row.bridgeId === null) return
  const bridge = await knownRow(row.bridgeId, db)
  if (bridge.kind !== 'bridge') throw invalid('bridgeId', 'the id of a device of kind bridge', row.bridgeId)
  const sensor = await db
    .selectFrom('device')
    .select('id')
    .where('bridgeId', '=', row.bridgeId)
    .where('address', '=', row.address)
    .executeTakeFirst()
  if (sensor) {
    throw failure('conflict', `The bridge ${row.bridgeId} already hears that address as ${sensor.id}.`, {
      field: 'address',
      allowed: 'an address that the bridge does not have yet',
      given: row.address,
    })
  }
}

export function createDeviceStore(db: Kysely<Schema>, { now, randomBytes }: DeviceStoreOptions): DeviceStore {
  return {
    async register(input) {
      checkNewDevice(input)
      const needsToken = input.kind !== 'sensor' && !input.certificate
      const { token, tokenHash } = needsToken ? createToken(randomBytes) : { token: null, tokenHash: null }
      const row: DeviceTable = {
        id: input.id,
        kind: input.kind,
        label: input.label ?? '',
        prefix: input.kind === 'bridge' ? (input.prefix ?? input.id) : null,
        bridgeId: input.bridgeId ?? null,
        address: input.address ? normalAddress(input.address) : null,
        messagesPerSecond: input.messagesPerSecond ?? null,
        intervalS: input.intervalS ?? null,
        tokenHash,
        certificateAllowed: input.certificate ? 1 : 0,
        certificateFingerprint: input.certificate?.fingerprint ?? null,
        credentialVersion: 1,
        createdAtMs: now(),
        revokedAtMs: null,
      }
      await changeDirectory(db, async (transaction) => {
        await checkFree(row, transaction)
        await transaction.insertInto('device').values(row).execute()
      })
      return { device: deviceOfRow(row), token }
    },

    rotate: (id) =>
      changeDirectory(db, async (transaction) => {
        const row = await knownRow(id, transaction)
        if (row.revokedAtMs !== null || row.kind === 'sensor') {
          const reason =
            row.kind === 'sensor' ? 'is a sensor: its bridge has the token' : 'is revoked for good'
          throw failure('conflict', `${id} ${reason}.`, { field: 'id', given: id })
        }
        const { token, tokenHash } = createToken(randomBytes)
        const changed = { tokenHash, credentialVersion: row.credentialVersion + 1 }
        await transaction.updateTable('device').set(changed).where('id', '=', id).execute()
        return { device: deviceOfRow({ ...row, ...changed }), token }
      }),

    revoke: (id) =>
      changeDirectory(db, async (transaction) => {
        const row = await knownRow(id, transaction)
        if (row.revokedAtMs !== null) return deviceOfRow(row)
        const changed = {
          prefix: null,
          address: null,
          tokenHash: null,
          certificateAllowed: 0,
          credentialVersion: row.credentialVersion + 1,
          revokedAtMs: now(),
        }
        await transaction.updateTable('device').set(changed).where('id', '=', id).execute()
        return deviceOfRow({ ...row, ...changed })
      }),

    async find(id) {
      const row = await rowOf(id, db)
      return row ? deviceOfRow(row) : null
    },

    async list() {
      const rows = await db.selectFrom('device').selectAll().orderBy('id').execute()
      return rows.map(deviceOfRow)
    },

    async verifyToken(id, token) {
      const row = await rowOf(id, db)
      const good = isTokenOf(row?.tokenHash ?? null, token)
      return row && good ? deviceOfRow(row) : null
    },

    async verifyCertificate(commonName, fingerprint) {
      const row = await rowOf(commonName, db)
      if (row?.certificateAllowed !== 1) return null
      const pinned = row.certificateFingerprint
      if (pinned !== null && pinned !== fingerprint.replaceAll(':', '').toLowerCase()) return null
      return deviceOfRow(row)
    },
  }
}
