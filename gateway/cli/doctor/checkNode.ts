/** Doctor: the version of Node. */
import { type Finding, failed, ok } from './finding.ts'

const OLDEST_MAJOR = 24

/** @param version as in process.versions.node */
export function checkNode(version: string): Finding {
  if (Number(version.split('.')[0]) >= OLDEST_MAJOR) return ok('node', version)
  const fix = 'start with `npm start` or `npx vitalgate`, which bring their own Node 24'
  return failed('node', `${version} is older than ${OLDEST_MAJOR}`, fix)
}
