/** Waits for the process that started this one to be gone, where it keeps a channel open to tell. */

/** Never resolves without such a channel. */
export function untilOrphaned(): Promise<void> {
  return new Promise((resolve) => {
    // False: it was gone before this was asked. Undefined: there never was a channel.
    if (process.connected === false) resolve()
    if (process.connected !== true) return
    process.once('disconnect', resolve)
    // Waiting must not keep the process alive.
    process.channel?.unref()
  })
}
