/** The `vitalgate` command line: its commands as a table, each loaded only when it is asked for. */
import { Command, CommanderError } from 'commander'
import type { CliContext } from './context.ts'
import { printFailure } from './printFailure.ts'

type CreateCommand = (context: CliContext) => Command

interface CommandRow {
  readonly name: string
  readonly description: string
  readonly load: () => Promise<CreateCommand>
}

const COMMANDS: readonly CommandRow[] = [
  {
    name: 'start',
    description: 'run the gateway',
    load: async () => (await import('./start.ts')).startCommand,
  },
  {
    name: 'device',
    description: 'register devices, renew and revoke their credentials, assign them to patients',
    load: async () => (await import('./device.ts')).deviceCommand,
  },
  {
    name: 'patient',
    description: 'add and list patients',
    load: async () => (await import('./patient.ts')).patientCommand,
  },
  {
    name: 'user',
    description: 'add, list, suspend and restore people who may sign in',
    load: async () => (await import('./user.ts')).userCommand,
  },
  {
    name: 'simulate',
    description: 'run simulated wearables against a gateway over MQTT',
    load: async () => (await import('./simulate.ts')).simulateCommand,
  },
  {
    name: 'replay',
    description: 'publish a recording to a gateway over MQTT',
    load: async () => (await import('./replay.ts')).replayCommand,
  },
  {
    name: 'doctor',
    description: 'check this installation and say how to repair it',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
]

const USAGE_ERROR = 2

const EPILOGUE = `
Settings come from the environment; the README lists them all.
Exit code: 0 done, 1 failed, 2 the command line or a value on it is not valid.`

/** The first word that is no option; after `help`, the one that help is wanted for. */
function requestedCommand(args: readonly string[]): string | undefined {
  const words = args.filter((arg) => !arg.startsWith('-'))
  return words[0] === 'help' ? words[1] : words[0]
}

/** Commander ends the process by itself; here it throws instead, in subcommands too. */
function throwInsteadOfExit(command: Command, context: CliContext): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => void context.stdout.write(text),
    writeErr: (text) => void context.stderr.write(text),
  })
  command.showHelpAfterError('What is allowed: add --help.')
  for (const subcommand of command.commands) throwInsteadOfExit(subcommand, context)
}

async function createProgram(args: readonly string[], context: CliContext): Promise<Command> {
  const program = new Command('vitalgate')
    .description('Edge gateway for remote patient monitoring. Not a certified medical device.')
    .version(context.version)
    .addHelpText('after', EPILOGUE)
  const requested = requestedCommand(args)
  for (const { name, description, load } of COMMANDS) {
    const command = name === requested ? (await load())(context) : new Command(name)
    program.addCommand(command.name(name).description(description))
  }
  throwInsteadOfExit(program, context)
  return program
}

/** Commander's own errors are about the command line; a command throws one of its own to end with another code. */
function exitCodeOf({ code, exitCode }: CommanderError): number {
  return exitCode !== 0 && code.startsWith('commander.') ? USAGE_ERROR : exitCode
}

/**
 * @param args without the program's own name
 * @returns the exit code
 */
export async function runProgram(args: readonly string[], context: CliContext): Promise<number> {
  try {
    const program = await createProgram(args, context)
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return exitCodeOf(error)
    return printFailure(error, context, args.includes('--json'))
  }
}
