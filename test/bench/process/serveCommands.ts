/** The child's half of a conversation between processes: answers each command, ends when its parent is gone. */

/** What crosses is JSON. */
export type Answer = object | null

export type Commands = Record<string, (args: never) => Answer | Promise<Answer>>

export interface Ask {
  readonly id: number
  readonly command: string
  readonly args: unknown
}

export type Reply = { readonly id: number } & ({ readonly answer: Answer } | { readonly error: string })

/** @param commands `close` is one of them; after it the process ends by itself, having nothing left to do */
export function serveCommands(commands: Commands & { close: () => Promise<Answer> | Answer }): void {
  const say = (reply: Reply) => void process.send?.(reply)

  async function serve({ id, command, args }: Ask): Promise<void> {
    try {
      const answer = await commands[command]!(args as never)
      if (command === 'close') process.removeAllListeners('disconnect')
      say({ id, answer })
      if (command === 'close') process.disconnect()
    } catch (error) {
      say({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  }

  process.on('disconnect', () => process.exit(1))
  process.on('message', (ask: Ask) => void serve(ask))
}
