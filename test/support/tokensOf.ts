/** Splits TypeScript and JSX source into tokens, as far as finding imports needs it. */

export interface Token {
  readonly kind: 'word' | 'string' | 'punctuation'
  /** A string's content between its quotes. */
  readonly text: string
}

/** After one of these a slash begins a regular expression, not a division. */
const BEFORE_REGEX_WORDS = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'await',
  'yield',
  'void',
  'delete',
])
const BEFORE_DIVISION = /[)\]}<]/

const WORD = /[\p{ID_Start}$_#][\p{ID_Continue}$]*|\d[\w.]*/uy
const BLANK_OR_COMMENT = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const STRING = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y
const TEMPLATE_TEXT = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y

function mayBeginRegex(before: Token | undefined): boolean {
  if (!before) return true
  if (before.kind === 'word') return BEFORE_REGEX_WORDS.has(before.text)
  return before.kind === 'punctuation' && !BEFORE_DIVISION.test(before.text)
}

export function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  /** One entry for each open template: how many braces are open inside its expression. */
  const templates: number[] = []
  let at = 0

  function take(pattern: RegExp): string | null {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    if (!match) return null
    at = pattern.lastIndex
    return match[0]
  }

  /** From behind a backtick, or behind the brace that closes an expression. */
  function takeTemplate(): void {
    const text = take(TEMPLATE_TEXT) ?? ''
    tokens.push({ kind: 'string', text })
    if (source.startsWith('${', at)) {
      at += 2
      templates.push(0)
    } else {
      at += 1
    }
  }

  while (at < source.length) {
    if (take(BLANK_OR_COMMENT) !== null) continue
    const word = take(WORD)
    if (word !== null) {
      tokens.push({ kind: 'word', text: word })
      continue
    }
    const string = take(STRING)
    if (string !== null) {
      tokens.push({ kind: 'string', text: string.slice(1, -1) })
      continue
    }
    const character = source[at]!
    if (character === '/' && mayBeginRegex(tokens.at(-1)) && take(REGEX) !== null) {
      tokens.push({ kind: 'string', text: '' })
      continue
    }
    at += 1
    if (character === '`') {
      takeTemplate()
    } else if (character === '}' && templates.at(-1) === 0) {
      templates.pop()
      takeTemplate()
    } else {
      if (templates.length > 0 && character === '{') templates[templates.length - 1]! += 1
      if (templates.length > 0 && character === '}') templates[templates.length - 1]! -= 1
      tokens.push({ kind: 'punctuation', text: character })
    }
  }
  return tokens
}
