/** `vitalgate user`: people who may sign in. */
import { Command } from 'commander'
import type { CliContext } from './context.ts'
import { addUserCommand } from './user/addUser.ts'
import { listUsersCommand } from './user/listUsers.ts'
import { restoreUserCommand, suspendUserCommand } from './user/suspendUser.ts'

export function userCommand(context: CliContext): Command {
  return new Command('user')
    .addCommand(addUserCommand(context))
    .addCommand(listUsersCommand(context))
    .addCommand(suspendUserCommand(context))
    .addCommand(restoreUserCommand(context))
}
