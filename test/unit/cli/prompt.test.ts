import { expect, test } from '@jest/globals'
import { askHidden, askLine, readInput } from '../../../gateway/cli/prompt.ts'
import { newPassword } from '../../../gateway/cli/user/newPassword.ts'
import { cliContext } from '../../support/cliContext.ts'

test('a question goes to standard error and its answer comes from standard input', async () => {
  const context = cliContext()
  const answer = askLine(context, 'Name: ')
  context.stdin.write('Ada Example\nmore\n')
  expect(await answer).toBe('Ada Example')
  expect(context.written()).toEqual({ stdout: '', stderr: 'Name: ' })
})

test('input that ends is no answer', async () => {
  const context = cliContext()
  const answer = askLine(context, 'Name: ')
  context.stdin.end()
  expect(await answer).toBe('')
})

test('a hidden answer is never echoed, and corrections work', async () => {
  const context = cliContext({ terminal: true })
  const answer = askHidden(context, 'Password: ')
  context.stdin.write('correct horsx\u007fe\r')
  expect(await answer).toBe('correct horse')
  expect(context.written()).toEqual({ stdout: '', stderr: 'Password: \n' })
})

test('Ctrl-C while typing is no answer', async () => {
  const context = cliContext({ terminal: true })
  const answer = askHidden(context, 'Password: ')
  context.stdin.write('correct\u0003')
  expect(await answer).toBe('')
})

test('piped input loses the line end that the pipe added, and nothing else', async () => {
  const context = cliContext()
  context.stdin.end(' two words \r\n')
  expect(await readInput(context)).toBe(' two words ')
})

test('a password has to be typed twice alike', async () => {
  const context = cliContext({ terminal: true })
  const typed = newPassword(context, {})
  context.stdin.write('correct horse battery\r')
  await new Promise((resolve) => context.stderr.once('data', resolve))
  context.stdin.write('correct horse batter\r')
  await expect(typed).rejects.toMatchObject({ code: 'invalidRequest', facts: { field: 'password' } })
})
