/** Accounts, on both engines. */
import { expect, test } from '@jest/globals'
import { verifyPassword } from '../../gateway/store/password.ts'
import { createRevisionStore } from '../../gateway/store/revision.ts'
import { createUserStore } from '../../gateway/store/users.ts'
import { describeStore } from '../support/describeStore.ts'
import { sequentialBytes } from '../support/sequentialBytes.ts'

const NOW_MS = Date.UTC(2026, 10, 20, 12)
const NURSE = {
  email: 'Nina@Clinic.example',
  name: 'Nina Example',
  role: 'nurse',
  password: 'correct horse battery',
} as const

describeStore('the users', (store) => {
  const randomBytes = sequentialBytes()
  const users = () => createUserStore(store().database.db, { now: () => NOW_MS, randomBytes })

  test('a user is kept with a credential account whose password is argon2id', async () => {
    const user = await users().create(NURSE)
    expect(user).toMatchObject({
      email: 'nina@clinic.example',
      role: 'nurse',
      suspended: false,
      createdAtMs: NOW_MS,
    })
    expect(await users().list()).toEqual([user])
    expect(await users().find('NINA@clinic.example')).toEqual(user)
    const account = await store().database.db.selectFrom('account').selectAll().executeTakeFirstOrThrow()
    expect(account).toMatchObject({ providerId: 'credential', accountId: user.id, userId: user.id })
    expect(account.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await verifyPassword(account.password!, NURSE.password)).toBe(true)
    expect(await verifyPassword(account.password!, 'wrong horse battery')).toBe(false)
  })

  test('an address is taken once, in whatever case', async () => {
    await users().create(NURSE)
    const error = await users()
      .create({ ...NURSE, email: 'NINA@CLINIC.EXAMPLE' })
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'conflict', facts: { field: 'email' } })
    expect(JSON.stringify(error)).not.toMatch(/nina/i)
  })

  test('what is wrong is said without repeating it', async () => {
    for (const [field, change] of [
      ['email', { email: 'nobody' }],
      ['email', { email: 'nobody\u0000@clinic.example' }],
      ['name', { name: ' ' }],
      ['name', { name: 'Nina\u0000' }],
      ['name', { name: 'Nina\ud800' }],
      ['role', { role: 'owner' }],
      ['password', { password: 'too short' }],
      ['password', { password: 'x'.repeat(129) }],
    ] as const) {
      const error = await users()
        .create({ ...NURSE, ...change } as never)
        .catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'invalidRequest', facts: { field } })
      expect(JSON.stringify(error)).not.toMatch(/nobody|too short|xxx/)
    }
    expect(await users().list()).toEqual([])
  })

  test('a suspended user can be restored, and a running gateway hears of both', async () => {
    const revision = createRevisionStore(store().database.db)
    await users().create(NURSE)
    expect(await users().suspend(NURSE.email)).toMatchObject({ suspended: true })
    expect(await users().list()).toMatchObject([{ suspended: true }])
    expect(await users().restore(NURSE.email)).toMatchObject({ suspended: false })
    expect(await users().list()).toMatchObject([{ suspended: false }])
    expect(await revision.read()).toBe(3)
    await expect(users().suspend('absent@clinic.example')).rejects.toMatchObject({ code: 'notFound' })
  })

  test('the last admin can not be suspended', async () => {
    await users().create({ ...NURSE, email: 'first@clinic.example', role: 'admin' })
    await expect(users().suspend('first@clinic.example')).rejects.toMatchObject({ code: 'conflict' })
    await users().create({ ...NURSE, email: 'second@clinic.example', role: 'admin' })
    await users().suspend('first@clinic.example')
    await expect(users().suspend('second@clinic.example')).rejects.toMatchObject({ code: 'conflict' })
  })
})
