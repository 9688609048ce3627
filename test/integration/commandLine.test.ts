/** The `vitalgate` command as a process: help, exit codes, devices, patients, users. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { runProgram } from '../../gateway/cli/program.ts'
import { cliContext } from '../support/cliContext.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { vitalgate } from '../support/vitalgate.ts'

const folder = temporaryFolder()
let directories = 0
let env: { DATA_DIR: string }
beforeEach(() => {
  env = { DATA_DIR: join(folder, String(++directories)) }
})

const run = (args: readonly string[], input?: string) => vitalgate(args, { env, input })
/** The same program in this process, for what a test only needs to be so. */
// biome-ignore lint/suspicious/noExplicitAny: JSON as programs get it
async function json(args: readonly string[]): Promise<any> {
  const context = { ...cliContext({ env }), now: Date.now, randomBytes }
  const exitCode = await runProgram([...args, '--json'], context)
  const { stdout, stderr } = context.written()
  if (exitCode !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

describe('the program', () => {
  test('lists every command in its help', async () => {
    const { exitCode, stdout } = await run(['--help'])
    expect(exitCode).toBe(0)
    for (const command of ['start', 'simulate', 'replay', 'device', 'patient', 'user', 'doctor']) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
    }
  })

  test('ends with code 2 and nothing on standard output where the command line is not valid', async () => {
    expect(await run(['device', 'add', 'a', '--rate', 'many'])).toMatchObject({ exitCode: 2, stdout: '' })
  })

  test('a refused value is named with what is allowed and what to do, and no stack', async () => {
    const { stderr } = await run(['device', 'add', 'two words'])
    expect(stderr).toMatch(/^error: id is not valid\.$/m)
    expect(stderr).toMatch(/^ {2}field +id$/m)
    expect(stderr).toMatch(/^ {2}given +two words$/m)
    expect(stderr).toMatch(/^ {2}allowed +1 to 64 of A-Z a-z 0-9/m)
    expect(stderr).toMatch(/^ {2}do +./m)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  test('programs get the failure as JSON', async () => {
    const { exitCode, stdout, stderr } = await run(['device', 'rotate', 'absent', '--json'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'notFound',
        message: expect.any(String),
        facts: { field: 'deviceId', given: 'absent' },
      },
    })
  })

  test('a wrong setting names its variable and not its value', async () => {
    const wrong = { ...env, DATABASE_URL: 'mysql://root:hunter2@host/db' }
    const { exitCode, stderr } = await vitalgate(['device', 'list'], { env: wrong })
    expect(exitCode).toBe(1)
    expect(stderr).toContain('DATABASE_URL')
    expect(stderr).not.toContain('hunter2')
  })
})

describe('device', () => {
  test('is added with credentials shown once, ready to paste', async () => {
    const { exitCode, stdout } = await run(['device', 'add', 'wrist-1', '--label', 'bed 4'])
    expect(exitCode).toBe(0)
    const token = /password \(shown once\) +(\S{43})$/m.exec(stdout)?.[1]
    expect(stdout).toContain(`mosquitto_pub -h 127.0.0.1 -p 1883 -i wrist-1 -u wrist-1 -P ${token} -q 1`)
    expect(stdout).toContain('-t v1/wrist-1/vitals')
    const listed = await run(['device', 'list'])
    expect(listed.stdout).toMatch(/^wrist-1 +device +bed 4 +token +-$/m)
    expect(listed.stdout).not.toContain(token)
    expect(JSON.stringify(await json(['device', 'list']))).not.toContain(token)
  })

  test('is added and assigned together, or not at all', async () => {
    const failing = await run(['device', 'add', 'wrist-1', '--patient', 'absent'])
    expect(failing.exitCode).toBe(1)
    expect(failing.stderr).toContain('patientId')
    expect(await json(['device', 'list'])).toEqual([])
    const { patient } = await json(['patient', 'add', '--name', 'Ada Example'])
    await json(['device', 'add', 'wrist-1', '--patient', patient.id])
    expect(await json(['device', 'list'])).toMatchObject([{ id: 'wrist-1', patientId: patient.id }])
  })

  test('a sensor is added behind its bridge and needs no credentials', async () => {
    const bridge = await json(['device', 'add', 'hall', '--kind', 'bridge', '--prefix', 'home'])
    expect(bridge).toMatchObject({ device: { prefix: 'home' }, token: expect.stringMatching(/^\S{43}$/) })
    const sensor = await run(
      'device add scale --kind sensor --bridge hall --address A4:C1:38:0A:0B:0C'.split(' '),
    )
    expect(sensor.stdout).toContain('BTtoMQTT/A4C1380A0B0C')
    expect(sensor.stdout).not.toContain('password')
  })

  test('a certificate replaces the token, and its fingerprint is kept as one form', async () => {
    const added = await json(['device', 'add', 'wrist-1', '--certificate', 'AB:'.repeat(31).concat('AB')])
    expect(added).toMatchObject({
      device: { certificate: { fingerprint: 'ab'.repeat(32) }, hasToken: false },
      token: null,
    })
  })

  test('gets a new token', async () => {
    const { token } = await json(['device', 'add', 'wrist-1'])
    const renewed = await json(['device', 'rotate', 'wrist-1'])
    expect(renewed.token).toMatch(/^\S{43}$/)
    expect(renewed.token).not.toBe(token)
    expect(renewed.device.credentialVersion).toBe(2)
  })

  test('is revoked only where its id is typed, or --yes given', async () => {
    await json(['device', 'add', 'wrist-1'])
    for (const answer of ['', '\n', 'wrist-2\n', 'yes\n']) {
      const refused = await run(['device', 'revoke', 'wrist-1'], answer)
      expect(refused).toMatchObject({ exitCode: 1, stdout: '' })
      expect(refused.stderr).toContain('This can not be undone.')
    }
    expect(await json(['device', 'list'])).toMatchObject([{ revokedAtMs: null }])
    expect(await run(['device', 'revoke', 'wrist-1'], 'wrist-1\n')).toMatchObject({ exitCode: 0 })
    expect((await run(['device', 'list'])).stdout).toMatch(/^wrist-1 .*revoked/m)
    await json(['device', 'add', 'wrist-2'])
    expect(await run(['device', 'revoke', 'wrist-2', '--yes'])).toMatchObject({ exitCode: 0 })
  })

  test('is assigned from a time on, and the assignment ended', async () => {
    const { patient } = await json(['patient', 'add', '--name', 'Ada Example'])
    await json(['device', 'add', 'wrist-1'])
    const from = ['--from', '2026-11-20T12:00:00+01:00']
    const assign = ['device', 'assign', 'wrist-1', '--patient', patient.id]
    expect(await json([...assign, ...from, '--preference', '-3'])).toMatchObject({
      assignment: { fromMs: Date.UTC(2026, 10, 20, 11), untilMs: null, preference: -3 },
    })
    const again = await run(assign)
    expect(again.exitCode).toBe(1)
    expect(again.stderr).toContain('End that first.')
    const early = await run(['device', 'unassign', 'wrist-1', '--at', '2026-11-20T11:00:00Z'])
    expect(early.exitCode).toBe(2)
    expect(early.stderr).toMatch(/allowed +later than its beginning, 2026-11-20T11:00:00\.000Z/)
    expect(await json(['device', 'unassign', 'wrist-1', '--at', '2026-11-20T13:00:00Z'])).toMatchObject({
      assignment: { untilMs: Date.UTC(2026, 10, 20, 13) },
    })
  })

  test('a label can not steer the terminal: it is refused', async () => {
    const { exitCode, stderr } = await run(['device', 'add', 'wrist-1', '--label', 'bed\u001b[31m\n4'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('no control characters')
    expect(stderr).not.toContain('\u001b')
  })
})

describe('patient', () => {
  test('is asked for by name where none is on the command line', async () => {
    const { exitCode, stdout, stderr } = await run(['patient', 'add'], 'Ada Example\n')
    expect(exitCode).toBe(0)
    expect(stderr).toContain('Name: ')
    expect(stdout).not.toContain('Ada')
    expect(await json(['patient', 'list'])).toMatchObject([{ displayName: 'Ada Example' }])
  })
})

describe('user', () => {
  const admin = ['user', 'add', '--email', 'Root@clinic.example', '--name', 'Root', '--role', 'admin']

  test('is added with a password that is made and shown once', async () => {
    const { exitCode, stdout } = await run([...admin, '--generate'])
    expect(exitCode).toBe(0)
    const password = /password \(shown once\) +(\S+)$/m.exec(stdout)?.[1]
    expect(password).toMatch(/^([a-z0-9]{5}-){3}[a-z0-9]{5}$/)
    const listed = await run(['user', 'list'])
    expect(listed.stdout).toMatch(/^root@clinic\.example +Root +admin +active$/m)
    expect(listed.stdout).not.toContain(password)
    expect(JSON.stringify(await json(['user', 'list']))).not.toMatch(/argon2|password/)
  })

  test('takes a password from a pipe, never from the command line', async () => {
    expect((await run([...admin, '--password', 'correct horse battery'])).exitCode).toBe(2)
    const refused = await run([...admin, '--password-stdin'], 'too short\n')
    expect(refused.exitCode).toBe(2)
    expect(refused.stderr).toMatch(/allowed +12 to 128 characters/)
    expect(refused.stderr).not.toContain('too short')
    expect((await run([...admin, '--password-stdin'], 'correct horse battery\n')).exitCode).toBe(0)
    expect((await run([...admin, '--password-stdin'], 'correct horse battery\n')).exitCode).toBe(1)
  })

  test('needs a terminal where neither is given', async () => {
    const { exitCode, stderr } = await run(admin)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/allowed +--password-stdin, or --generate/)
  })

  test('is suspended and restored, the last admin not', async () => {
    await json([...admin, '--generate'])
    expect((await run(['user', 'suspend', 'root@clinic.example'])).exitCode).toBe(1)
    const nurse = ['--email', 'nina@clinic.example', '--name', 'Nina', '--role', 'nurse', '--generate']
    await json(['user', 'add', ...nurse])
    expect(await json(['user', 'suspend', 'nina@clinic.example'])).toMatchObject({
      user: { suspended: true },
    })
    expect(await json(['user', 'restore', 'nina@clinic.example'])).toMatchObject({
      user: { suspended: false },
    })
  })
})
