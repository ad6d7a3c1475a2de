import { NO_EFFECTS, type StatementFacts, type TableUse, type ValueSlot } from './parsed-statement.ts'
import { isCatalogTable, isVolatileFunction } from './statement-effects.ts'
import type { Token } from './tokens.ts'

/** What the words of a statement alone say, for texts that PostgreSQL's parser refuses. */
export function tokenFacts(tokens: Token[]): StatementFacts {
  const words = tokens.map(({ kind, text }) => (kind === 'quoted' ? '' : text.toLowerCase()))
  const verb = words.find((word) => /^[a-z]/.test(word)) ?? 'unknown'
  const tables = tablesOf(tokens, words)
  return {
    verb,
    isParsed: false,
    tables,
    slots: slotsOf(tokens, words),
    effects: {
      ...NO_EFFECTS,
      transaction: transactionOf(words),
      changesSettings: /^(set|reset|discard|use|pragma)$/.test(verb),
      isVolatile:
        words.some((word, index) => words[index + 1] === '(' && isVolatileFunction(word)) ||
        words.some((word, index) => word === 'for' && /^(update|share)$/.test(words[index + 1] ?? '')),
      readsCatalog: tables.length > 0 && tables.every(({ table }) => isCatalogTable(table)),
      isUpsert: words.includes('duplicate') || words.includes('conflict') || /^(replace|merge)$/.test(verb),
      returnsOneRow: words[1] === 'count' && !words.includes('group'),
      returnsFigure: words[1] === 'count' ? 'count' : null,
    },
    selected: [],
    limitPosition: null,
    count: undefined,
    pages: [],
  }
}

function transactionOf(words: string[]): StatementFacts['effects']['transaction'] {
  const [first = '', second = ''] = words
  if (/^(rollback|abort)$/.test(first)) return words.includes('to') ? 'rollback-to' : 'rollback'
  if (/^(commit|end)$/.test(first)) return 'commit'
  return first === 'begin' || (first === 'start' && second === 'transaction') ? 'begin' : null
}

const READ_BEFORE: ReadonlySet<string> = new Set(['from', 'join', 'using'])
const WRITTEN_BEFORE: ReadonlySet<string> = new Set(['into', 'update', 'truncate'])

/** The names after FROM, JOIN, INTO and UPDATE. */
function tablesOf(tokens: Token[], words: string[]): TableUse[] {
  const uses = new Map<string, TableUse>()
  words.forEach((word, index) => {
    const skips = /^(only|table|ignore|low_priority)$/.test(words[index + 1] ?? '') ? 1 : 0
    const table = nameAt(tokens, index + 1 + skips)
    if (table === undefined) return
    const isDelete = word === 'from' && /^delete$/.test(words[index - 1] ?? '')
    const access = WRITTEN_BEFORE.has(word) || isDelete ? 'write' : READ_BEFORE.has(word) ? 'read' : undefined
    const isLock = word === 'update' && words[index - 1] === 'for'
    const isConflict = word === 'update' && /^(key|do)$/.test(words[index - 1] ?? '')
    if (access && !isLock && !isConflict) uses.set(`${access} ${table}`, { table, access })
  })
  return [...uses.values()]
}

/** A qualified name that begins here, without the default schema. */
function nameAt(tokens: Token[], start: number): string | undefined {
  const parts: string[] = []
  for (let index = start; ; index += 2) {
    const token = tokens[index]
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'quoted')) break
    parts.push(token.kind === 'word' ? token.text.toLowerCase() : token.text)
    if (tokens[index + 1]?.text !== '.') break
  }
  const name = parts.filter((part, index) => index > 0 || parts.length === 1 || part !== 'public').join('.')
  return name === '' || /^(select|set|values)$/.test(name) ? undefined : name
}

const BOUNDS = /^([<>]=?|between|limit|offset|top|skip|first)$/

/** The values of one list together, the others each by itself. */
function slotsOf(tokens: Token[], words: string[]): ValueSlot[] {
  const slots: ValueSlot[] = []
  let position = -1
  let list: ValueSlot | undefined
  let column: string | null = null
  let isAssigned = words[0] === 'update'
  tokens.forEach(({ kind }, index) => {
    const previous = words[index - 1] ?? ''
    if (words[index] === 'where') isAssigned = false
    if (words[index] === '(' && /^(in|array)$/.test(previous)) {
      list = { form: 'in', positions: [], columns: [], isAssigned: false, size: 0 }
      slots.push(list)
    } else if (words[index] === ')') list = undefined
    else if (isOperator(words[index] ?? '')) column = nameBefore(tokens, index) ?? column
    if (kind !== 'placeholder') return
    position += 1
    if (list === undefined) {
      const form = BOUNDS.test(previous) ? 'window' : 'one'
      slots.push({
        form,
        positions: [position],
        columns: [form === 'one' ? column : null],
        isAssigned,
        size: 1,
      })
    } else {
      list.positions.push(position)
      list.columns.push(column)
      list.size = list.positions.length
    }
  })
  return slots
}

function isOperator(word: string): boolean {
  return /^([<>=!]+|in|like|ilike|between)$/.test(word)
}

function nameBefore(tokens: Token[], index: number): string | undefined {
  const token = tokens[index - 1]
  return token?.kind === 'word' || token?.kind === 'quoted' ? token.text.toLowerCase() : undefined
}
