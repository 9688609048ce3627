/** Waits for a condition, never for a time. */

/** @returns the first value that is neither null, undefined nor false */
export async function eventually<T>(
  read: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const value = await read()
    if (value !== null && value !== undefined && value !== false) return value
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${read.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
