/** Prints a result, once for people or once for programs. */
import type { CliContext } from './context.ts'

/** @param text called only where people read */
export function report(
  { stdout }: CliContext,
  options: { readonly json?: boolean },
  value: unknown,
  text: () => string,
): void {
  stdout.write(options.json ? `${JSON.stringify(value, null, 2)}\n` : `${text()}\n`)
}
