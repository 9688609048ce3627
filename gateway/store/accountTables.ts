/** People who sign in, in the shape that better-auth keeps them: its `user` (with the admin plugin) and `account`. */
import type { ColumnType } from 'kysely'
import { type Static, Type } from 'typebox'
import { writtenName } from './writtenName.ts'

export const ROLES = ['doctor', 'nurse', 'patient', 'maker', 'auditor', 'admin'] as const
export const Role = Type.Enum([...ROLES], { description: ROLES.join(', ') })
export type Role = Static<typeof Role>

/** ISO 8601 text in SQLite, a Date in PostgreSQL. */
type Time = ColumnType<Date | string, Date, Date>
type NullableTime = ColumnType<Date | string | null, Date | null, Date | null>
/** 0 and 1 in SQLite. */
type Flag = ColumnType<boolean | number, boolean, boolean>
type NullableFlag = ColumnType<boolean | number | null, boolean | null, boolean | null>

export interface UserTable {
  id: string
  name: string
  /** Lower case. */
  email: string
  emailVerified: Flag
  image: string | null
  createdAt: Time
  updatedAt: Time
  role: string | null
  banned: NullableFlag
  banReason: string | null
  banExpires: NullableTime
}

export interface AccountTable {
  id: string
  /** The user's id where the provider is 'credential'. */
  accountId: string
  providerId: string
  userId: string
  accessToken: string | null
  refreshToken: string | null
  idToken: string | null
  accessTokenExpiresAt: NullableTime
  refreshTokenExpiresAt: NullableTime
  scope: string | null
  /** PHC string of argon2id. */
  password: string | null
  createdAt: Time
  updatedAt: Time
}

export const User = Type.Object({
  id: Type.String(),
  email: Type.String(),
  name: Type.String(),
  role: Type.Union([Role, Type.Null()]),
  suspended: Type.Boolean(),
  createdAtMs: Type.Integer(),
})
export type User = Static<typeof User>

/** Of an e-mail address. */
const PART = '[^\\s@\\p{Cc}\\p{Cs}]+'

export const NewUser = Type.Object(
  {
    email: Type.String({
      maxLength: 254,
      pattern: `^${PART}@${PART}\\.${PART}$|^${PART}@localhost$`,
      description: 'an e-mail address, at most 254 characters',
      personal: true,
    }),
    name: writtenName(120, { personal: true }),
    role: Role,
    password: Type.String({
      description: '12 to 128 characters',
      minLength: 12,
      maxLength: 128,
      personal: true,
    }),
  },
  { additionalProperties: false },
)
export type NewUser = Static<typeof NewUser>
