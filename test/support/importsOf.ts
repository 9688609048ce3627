/** Finds what a source file takes from other modules, type imports and workers included. */
import { type Token, tokensOf } from './tokensOf.ts'

export interface Imports {
  /** Specifiers as written: of imports, re-exports, `import()`, `require()` and `import('…')` types. */
  readonly specifiers: readonly string[]
  /** Files named by `new URL('…', import.meta.url)`: workers, data. */
  readonly urls: readonly string[]
  /** True where all that the file exports comes from other files. */
  readonly isBarrel: boolean
}

const CALLS = new Set(['import', 'require'])

/** What may stand between `import` or `export` and `from`. */
function isClauseToken({ kind, text }: Token): boolean {
  return kind === 'word' || (kind === 'punctuation' && '{},*'.includes(text)) || kind === 'string'
}

/** @returns the specifier of an `import` or `export` statement that begins before `start`, null where it has none */
function fromClause(tokens: readonly Token[], start: number): string | null {
  for (let index = start; index < tokens.length && isClauseToken(tokens[index]!); index += 1) {
    if (tokens[index]!.text === 'import' || tokens[index]!.text === 'export') return null
    const next = tokens[index + 1]
    if (tokens[index]!.text === 'from' && tokens[index]!.kind === 'word' && next?.kind === 'string')
      return next.text
  }
  return null
}

function isProperty(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1]
  const after = tokens[index + 1]
  return before?.text === '.' || (before?.kind === 'punctuation' && after?.text === ':')
}

export function importsOf(source: string): Imports {
  const tokens = tokensOf(source)
  const specifiers: string[] = []
  const urls: string[] = []
  let ownExports = 0
  let reexports = 0
  tokens.forEach(({ kind, text }, index) => {
    if (kind !== 'word' || isProperty(tokens, index)) return
    const next = tokens[index + 1]
    const afterNext = tokens[index + 2]
    if (text === 'import' && next?.kind === 'string') specifiers.push(next.text)
    else if (CALLS.has(text) && next?.text === '(' && afterNext?.kind === 'string')
      specifiers.push(afterNext.text)
    else if (text === 'import') {
      const specifier = fromClause(tokens, index + 1)
      if (specifier !== null) specifiers.push(specifier)
    } else if (text === 'export') {
      const names = next?.text === 'type' ? afterNext : next
      const specifier = names?.text === '{' || names?.text === '*' ? fromClause(tokens, index + 1) : null
      if (specifier === null) ownExports += 1
      else {
        reexports += 1
        specifiers.push(specifier)
      }
    } else if (text === 'URL' && next?.text === '(' && afterNext?.kind === 'string') {
      const base = tokens.slice(index + 3, index + 7).map((token) => token.text)
      if (base.join('') === ',import.meta') urls.push(afterNext.text)
    }
  })
  return { specifiers, urls, isBarrel: reexports > 0 && ownExports === 0 }
}
