/** Shows a step of the installation while it runs, how long it took, and its programs' output only if it fails. */
import { spawn } from 'node:child_process'

const REDRAW_MS = 250

/** @param progress returns a word on how far it is, or '' */
export async function visibleStep(title, work, progress = () => '') {
  const startedAtMs = Date.now()
  const seconds = (digits) => `${((Date.now() - startedAtMs) / 1000).toFixed(digits)} s`
  const terminal = process.stdout.isTTY
  if (!terminal) console.log(`  ${title} …`)
  const draw = () => process.stdout.write(`\r\x1b[K  ${title} … ${progress()} ${seconds(0)}`)
  const timer = terminal ? setInterval(draw, REDRAW_MS) : null
  try {
    await work()
    if (terminal) process.stdout.write('\r\x1b[K')
    console.log(`✓ ${title} (${seconds(1)})`)
  } catch (error) {
    if (terminal) process.stdout.write('\r\x1b[K')
    console.log(`✗ ${title} (${seconds(1)})`)
    throw error
  } finally {
    clearInterval(timer)
  }
}

/** @throws {Error} with all that the program printed, where it does not end with 0 */
export function runQuietly(command, argv, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, argv, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let output = ''
    const stop = () => child.kill()
    process.once('exit', stop)
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    }
    child.on('error', reject)
    child.on('close', (code, signal) => {
      process.removeListener('exit', stop)
      if (code === 0) return resolve()
      reject(new Error(`${output.trimEnd()}\n${[command, ...argv].join(' ')}: ended with ${code ?? signal}`))
    })
  })
}
