import { expect, test } from '@jest/globals'
import { runProgram } from '../../../gateway/cli/program.ts'
import { cliContext } from '../../support/cliContext.ts'

async function run(args: readonly string[]) {
  const context = cliContext()
  const exitCode = await runProgram(args, context)
  return { exitCode, ...context.written() }
}

test.each([
  [['device', '--help'], 'revoke'],
  [['help', 'device'], 'revoke'],
  [['device', 'add', '--help'], '--address'],
  [['device', 'help', 'assign'], '--preference'],
  [['user', 'add', '--help'], '--password-stdin'],
  [['patient', '--help'], 'add'],
  [['doctor', '--help'], '--json'],
  [['--version'], '0.0.0-test'],
])('%j explains itself', async (args, word) => {
  const { exitCode, stdout, stderr } = await run(args)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toContain(word)
})

test.each([
  [[]],
  [['nonsense']],
  [['device']],
  [['device', 'nonsense']],
  [['device', 'add']],
  [['device', 'add', 'a', '--rate', 'many']],
  [['device', 'add', 'a', '--rate', '1e9']],
  [['device', 'add', 'a', '--kind', 'toaster']],
  [['device', 'list', 'more']],
  [['device', 'assign', 'a']],
  [['device', 'assign', 'a', '--patient', 'p', '--from', 'yesterday']],
  [['device', 'assign', 'a', '--patient', 'p', '--from', '2026-11-20T12:00:00']],
  [['user', 'add', '--email', 'a@b.example', '--name', 'A', '--role', 'owner']],
  [['user', 'add', '--email', 'a@b.example', '--name', 'A', '--role', 'admin', '--password', 'x']],
  [['user', 'add', '--email', 'a@b', '--name', 'A', '--role', 'nurse', '--generate', '--password-stdin']],
])('%j is a usage error: exit code 2, a reason, nothing on standard output', async (args) => {
  const { exitCode, stdout, stderr } = await run(args)
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(/^(error: |Usage: )/)
})

test('an error on the command line says where to see what is allowed', async () => {
  expect((await run(['device', 'add', 'a', '--kind', 'toaster'])).stderr).toMatch(
    /toaster.*\nWhat is allowed: add --help\./,
  )
})
