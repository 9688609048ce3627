/** The dashboard of the sources at hand, built into a folder of its own. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from './sourceFiles.ts'

const VITE = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')

/** @param folder is filled */
export async function buildDashboard(folder: string): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    [VITE, 'build', 'dashboard', '--outDir', folder, '--logLevel', 'error'],
    {
      cwd: ROOT,
    },
  )
}
