/** What a statement does and to what, in the terms of OpenTelemetry's conventions for databases. */
export interface StatementSummary {
  /** Such as `SELECT`. */
  operation: string
  /** The tables, in the order of the text. */
  collections: string[]
  /** The operation and the tables, such as `SELECT doctor practice_schedule`: few different ones, whatever the values. */
  summary: string
}

/** The conventions' limit for a summary. */
const MAX_SUMMARY_LENGTH = 255

/** Strings, comments, quoted names, words and punctuation. */
const TOKENS = /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"]|"")*"|[a-z_][\w$]*|\S/gi

const TABLE_FOLLOWS: ReadonlySet<string> = new Set(['from', 'join', 'into', 'update'])
const VERBS: ReadonlySet<string> = new Set(['select', 'insert', 'update', 'delete', 'merge'])
/** `is distinct from`, `for update`, `for no key update`, `do update`. */
const NO_TABLE_AFTER: ReadonlySet<string> = new Set(['distinct', 'for', 'key', 'do'])
/** In the parentheses of these, FROM is part of the call. */
const CALLS_WITH_FROM: ReadonlySet<string> = new Set(['extract', 'substring', 'trim', 'overlay'])

/** Reads the words of a statement of this program or of Prisma. What is not SQL is summarised by its first word. */
export function summariseStatement(text: string): StatementSummary {
  const tokens = (text.match(TOKENS) ?? []).filter((token) => !/^('|--|\/\*)/.test(token))
  const words = tokens.map((token) => token.toLowerCase())
  const operation = (words[0] === 'with' ? mainVerb(words) : words[0] || 'unknown').toUpperCase()
  const collections = [...new Set(tablesIn(tokens, words))]
  const summary = [operation, ...collections].join(' ').slice(0, MAX_SUMMARY_LENGTH)
  return { operation, collections, summary }
}

/** The verb after the common table expressions. */
function mainVerb(words: string[]): string {
  let depth = 0
  for (const word of words) {
    depth += word === '(' ? 1 : word === ')' ? -1 : 0
    if (depth === 0 && VERBS.has(word)) return word
  }
  return 'with'
}

function tablesIn(tokens: string[], words: string[]): string[] {
  const expressions = expressionNames(tokens, words)
  const callers: string[] = []
  return words.flatMap((word, index) => {
    if (word === '(') callers.push(words[index - 1] ?? '')
    if (word === ')') callers.pop()
    const isPartOfCall = word === 'from' && CALLS_WITH_FROM.has(callers.at(-1) ?? '')
    const isOther = NO_TABLE_AFTER.has(words[index - 1] ?? '')
    if (!TABLE_FOLLOWS.has(word) || isPartOfCall || isOther) return []
    const name = nameAt(tokens, words[index + 1] === 'only' ? index + 2 : index + 1)
    return name === undefined || expressions.has(name) ? [] : [name]
  })
}

/** The names of common table expressions: what stands before `as (`, or before `as materialized (`. */
function expressionNames(tokens: string[], words: string[]): Set<string> {
  const isExpression = (index: number) =>
    words[index] === 'as' && (words[index + 1] === '(' || /^(not|materialized)$/.test(words[index + 1] ?? ''))
  return new Set(
    words.flatMap((_, index) => {
      if (!isExpression(index)) return []
      const open = words[index - 1] === ')' ? words.lastIndexOf('(', index) : index
      return unquoted(tokens[open - 1] ?? '')
    }),
  )
}

/** A qualified name; undefined where there is a subquery or a function. */
function nameAt(tokens: string[], start: number): string | undefined {
  const parts: string[] = []
  let index = start
  for (; /^["a-z_]/i.test(tokens[index] ?? ''); index += 2) {
    parts.push(unquoted(tokens[index] ?? ''))
    if (tokens[index + 1] !== '.') break
  }
  const isFunction = tokens[index + 1] === '(' && !/^into$/i.test(tokens[start - 1] ?? '')
  const isWord = /^(lateral|select|unnest)$/i.test(parts[0] ?? '')
  return parts.length === 0 || isFunction || isWord ? undefined : parts.join('.')
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
}
