/** Waits for the process that started this one to be gone, where it keeps a channel open to tell. */

/** Never resolves without such a channel. */
export function untilOrphaned(): Promise<void> {
  return new Promise((resolve) => {
    if (process.channel === undefined) return
    process.once('disconnect', resolve)
    // Waiting must not keep the process alive.
    process.channel?.unref()
  })
}
