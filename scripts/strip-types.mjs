/** Jest transformer: TypeScript becomes JavaScript the way Node itself does it, by stripping the types. */
import { stripTypeScriptTypes } from 'node:module'

export default {
  process: (source, path) => ({ code: path.endsWith('.ts') ? stripTypeScriptTypes(source) : source }),
}
