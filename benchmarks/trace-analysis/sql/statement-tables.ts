import type { TableUse } from './parsed-statement.ts'
import { childrenOf, type Fields, fieldsOf, isFields, listOf, tableName, textOf } from './syntax-tree.ts'

/** Statements whose `relation` is what they change. */
const WRITING = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'RefreshMatViewStmt'])

/** Those that touch rows when they run. A definition, a `PREPARE` or a plain `EXPLAIN` touches none. */
const RUNS = new Set([
  'SelectStmt',
  ...WRITING,
  'CopyStmt',
  'TruncateStmt',
  'CreateTableAsStmt',
  'DeclareCursorStmt',
])

/**
 * The tables that a text reads and writes, each once. A common table expression is not a table, where its
 * name is in scope; what is written within one is written. The target of a write is always a table.
 *
 * @param statements the trees of its statements, such as `{ SelectStmt: { … } }`.
 */
export function statementTables(statements: Fields[]): TableUse[] {
  const uses = new Map<string, TableUse>()
  for (const statement of statements) {
    if (!Object.keys(statement).some((kind) => RUNS.has(kind))) continue
    visit(statement, new Set(), (use) => uses.set(`${use.access} ${use.table}`, use))
  }
  return [...uses.values()]
}

type Report = (use: TableUse) => void
type Scope = ReadonlySet<string>

function visit(node: unknown, outer: Scope, report: Report): void {
  const scope =
    isFields(node) && isFields(node.withClause) ? visitWith(node.withClause, outer, report) : outer
  for (const [name, child] of childrenOf(node)) {
    // FOR UPDATE OF repeats names of the FROM clause.
    if (name === 'withClause' || name === 'lockingClause') continue
    if (name === 'RangeVar') visitRangeVar(child, scope, report)
    else if (name === 'TruncateStmt') visitTruncate(child, report)
    else {
      if (WRITING.has(name)) report({ table: tableName(fieldsOf(child, 'relation')), access: 'write' })
      if (name === 'CopyStmt') visitCopy(child, report)
      if (isFields(child) && isFields(child.rel)) report({ table: tableName(child.rel), access: 'write' })
      visit(child, scope, report)
    }
  }
}

/**
 * What the names of a WITH stand for: each is known to those after it and to the statement, and with RECURSIVE
 * to all of them.
 */
function visitWith(withClause: Fields, outer: Scope, report: Report): Scope {
  const expressions = listOf(withClause, 'ctes').map((cte) => fieldsOf(cte, 'CommonTableExpr'))
  const names = expressions.map((expression) => textOf(expression, 'ctename'))
  const recursive = withClause.recursive === true
  expressions.forEach((expression, index) => {
    visit(expression.ctequery, new Set([...outer, ...(recursive ? names : names.slice(0, index))]), report)
  })
  return new Set([...outer, ...names])
}

function visitRangeVar(rangeVar: unknown, scope: Scope, report: Report): void {
  const isExpression = textOf(rangeVar, 'schemaname') === '' && scope.has(textOf(rangeVar, 'relname'))
  if (!isExpression) report({ table: tableName(rangeVar), access: 'read' })
}

function visitTruncate(truncate: unknown, report: Report): void {
  for (const relation of listOf(truncate, 'relations')) {
    report({ table: tableName(fieldsOf(relation, 'RangeVar')), access: 'write' })
  }
}

function visitCopy(copy: unknown, report: Report): void {
  if (!isFields(copy) || !isFields(copy.relation)) return
  report({ table: tableName(copy.relation), access: copy.is_from === true ? 'write' : 'read' })
}
