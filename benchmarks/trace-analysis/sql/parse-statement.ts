import { fingerprintSync, loadModule, normalizeSync, parseSync } from 'libpg-query'
import type { ParsedStatement, ParseStatement } from './parsed-statement.ts'
import { countCondition, pageConditions } from './select-conditions.ts'
import { statementTables } from './statement-tables.ts'
import { type Fields, fieldsOf, isFields, textOf } from './syntax-tree.ts'
import { valueSlots } from './value-slots.ts'

await loadModule()

/** A parser that reads each text once. */
export function createStatementParser(): ParseStatement {
  const parsed = new Map<string, ParsedStatement>()
  return (text) => {
    const known = parsed.get(text)
    if (known !== undefined) return known
    const fresh = parseStatement(text)
    parsed.set(text, fresh)
    return fresh
  }
}

/**
 * The key is the fingerprint of libpg-query and the form of each place that takes values, since the fingerprint
 * alone does not distinguish `id = $1` from `id = any($1)`. An IN list of one has the key of a longer one: it may be the
 * rest of a batch. A text that cannot be parsed is its own key, white space collapsed.
 */
function parseStatement(text: string): ParsedStatement {
  const read = readStatement(text)
  if (read === undefined) {
    const pattern = collapseSpace(text)
    const nothing = { tables: [], slots: [], startsOver: false, count: undefined, pages: [] }
    return { key: pattern, pattern, verb: 'unparsed', ...nothing }
  }
  const { trees, fingerprint, normalised } = read
  const slots = trees.flatMap(valueSlots)
  const count = trees.map(countCondition).find((condition) => condition !== undefined)
  return {
    key: [fingerprint, ...trees.flatMap(executedName), ...slots.map(({ form }) => form)].join(' '),
    pattern: statementPattern(normalised),
    verb: verbOf(trees),
    tables: statementTables(trees),
    slots,
    startsOver: trees.some(startsOver),
    count,
    pages: count === undefined ? trees.flatMap(pageConditions) : [],
  }
}

/** Undefined where the text is no SQL, or nested too deeply for the parser's memory. */
function readStatement(
  text: string,
): { trees: Fields[]; fingerprint: string; normalised: string } | undefined {
  try {
    const trees = (parseSync(text).stmts ?? []).map(({ stmt }): unknown => stmt).filter(isFields)
    return { trees, fingerprint: fingerprintSync(text), normalised: normalizeSync(text) }
  } catch {
    return undefined
  }
}

/** Such as `select` for `{ SelectStmt: … }`. */
function verbOf([tree]: Fields[]): string {
  const [kind = 'empty'] = Object.keys(tree ?? {})
  return kind.replace(/Stmt$/, '').toLowerCase()
}

/** Statements prepared in SQL are distinguished by their names, which the fingerprint leaves out. */
function executedName(tree: Fields): string[] {
  return isFields(tree.ExecuteStmt) ? [textOf(tree.ExecuteStmt, 'name')] : []
}

const STARTING_OVER = new Set(['TRANS_STMT_SAVEPOINT', 'TRANS_STMT_ROLLBACK', 'TRANS_STMT_ROLLBACK_TO'])

function startsOver(tree: Fields): boolean {
  return STARTING_OVER.has(textOf(fieldsOf(tree, 'TransactionStmt'), 'kind'))
}

/**
 * The text of a statement with its values replaced by `?`, in one line and without comments. Lists of any length
 * read alike: `in (?, …)`.
 *
 * @param normalised the text with literals replaced by `$1`, `$2` and so on, as libpg-query gives it.
 */
function statementPattern(normalised: string): string {
  return collapseSpace(withoutComments(normalised))
    .replace(/\$\d+/g, '?')
    .replace(/\bin ?\( ?\?(?: ?, ?\?)* ?\)/gi, 'in (?, …)')
    .replace(/\[ ?\?(?: ?, ?\?)* ?\]/g, '[?, …]')
    .replace(/(\bvalues ?\([^()]*\))(?: ?, ?\([^()]*\))+/gi, '$1, …')
    .replace(/ ?; ?$/, '')
}

/** A text whose runs of white space are one space each. */
function collapseSpace(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** No literal is left that could hold what looks like a comment; a quoted name may. */
function withoutComments(text: string): string {
  return text.replace(/"[^"]*"|\/\*[\s\S]*?\*\/|--[^\n]*/g, (match) => (match.startsWith('"') ? match : ' '))
}
