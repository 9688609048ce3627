/** Has the operator type a name before something that can not be undone. */
import { failure } from '../failures.ts'
import type { CliContext } from './context.ts'
import { askLine } from './prompt.ts'

/**
 * @param consequence what will be, as a sentence
 * @throws Failure conflict where the name is not typed: nothing happens
 */
export async function confirmByTyping(context: CliContext, name: string, consequence: string): Promise<void> {
  const answer = await askLine(context, `${consequence} This can not be undone.\nType ${name} to go on: `)
  if (answer.trim() === name) return
  context.stderr.write('\n')
  throw failure('conflict', 'Not confirmed.', {
    field: 'confirmation',
    allowed: `${name}, or the option --yes`,
  })
}
