import type { SelectCondition } from './parsed-statement.ts'
import {
  childrenOf,
  type Fields,
  fieldsOf,
  isFields,
  listOf,
  nameParts,
  tableName,
  textOf,
  withoutCasts,
} from './syntax-tree.ts'
import { isValue, positionsBelow, withoutLocation } from './value-slots.ts'

/**
 * The condition of a statement that is a count and nothing else; undefined for any other. The count may stand
 * in a subquery or count one, as in `select count(*) from (select … ) as x`.
 */
export function countCondition(tree: Fields): SelectCondition | undefined {
  const counted = countedSelect(fieldsOf(tree, 'SelectStmt'))
  return counted && conditionOf(counted, [])
}

/** The conditions of the pages in a statement: of each SELECT with a limit or an offset, in subqueries as well. */
export function pageConditions(tree: Fields): SelectCondition[] {
  return selectsBelow(tree)
    .filter((select) => isFields(select.limitCount) || isFields(select.limitOffset))
    .map((select) => conditionOf(innermost(select), listOf(select, 'sortClause')))
}

function countedSelect(select: Fields): Fields | undefined {
  const [target, ...others] = listOf(select, 'targetList')
  if (others.length > 0 || listOf(select, 'groupClause').length > 0) return undefined
  const expression = bareExpression(fieldsOf(target, 'ResTarget').val)
  const subquery = fieldsOf(fieldsOf(fieldsOf(expression, 'SubLink'), 'subselect'), 'SelectStmt')
  if (listOf(select, 'fromClause').length === 0) return countedSelectOr(subquery)
  const call = fieldsOf(expression, 'FuncCall')
  const counts = nameParts(listOf(call, 'funcname')).at(-1) === 'count' && call.over === undefined
  return counts && countsRows(call) && call.agg_filter === undefined ? innermost(select) : undefined
}

/**
 * `count(*)`, `count(1)` and a count of the primary key count rows. Of any other column some may be null, and
 * different ones fewer than rows.
 */
function countsRows(call: Fields): boolean {
  const [argument] = listOf(call, 'args')
  if (argument === undefined || isValue(argument)) return true
  const column = nameParts(listOf(fieldsOf(argument, 'ColumnRef'), 'fields')).at(-1)
  return column !== undefined && /^(id|uuid|pk|\*)$/i.test(column)
}

function countedSelectOr(subquery: Fields): Fields | undefined {
  return Object.keys(subquery).length > 0 ? countedSelect(subquery) : undefined
}

/** Without the casts and the `coalesce` around it. */
function bareExpression(node: unknown): unknown {
  const bare = withoutCasts(node)
  const coalesce = fieldsOf(bare, 'CoalesceExpr')
  return Object.keys(coalesce).length > 0 ? bareExpression(listOf(coalesce, 'args')[0]) : bare
}

/** A SELECT that takes all rows of another is the other: a subquery, or a common table expression. */
function innermost(select: Fields): Fields {
  const [source, ...others] = listOf(select, 'fromClause')
  if (others.length > 0 || select.whereClause !== undefined) return select
  const inner = fieldsOf(subqueryOf(select, source), 'SelectStmt')
  return listOf(inner, 'fromClause').length > 0 ? innermost(inner) : select
}

function subqueryOf(select: Fields, source: unknown): unknown {
  const name = textOf(fieldsOf(source, 'RangeVar'), 'relname')
  const expression = listOf(fieldsOf(select, 'withClause'), 'ctes')
    .map((cte) => fieldsOf(cte, 'CommonTableExpr'))
    .find((candidate) => name !== '' && candidate.ctename === name)
  return expression === undefined ? fieldsOf(source, 'RangeSubselect').subquery : expression.ctequery
}

function conditionOf(select: Fields, sortClause: unknown[]): SelectCondition {
  const shapeOf = selectShape(select)
  const sorted = new Set(columnsBelow(sortClause).map(shapeOf))
  return {
    from: listOf(select, 'fromClause').map(shapeOf).toSorted().join(', '),
    conjuncts: conjunctsOf(select.whereClause).map((conjunct) => ({
      shape: shapeOf(conjunct),
      positions: positionsBelow(conjunct),
      keyset:
        comparesOrder(conjunct) && columnsBelow(conjunct).every((column) => sorted.has(shapeOf(column))),
    })),
  }
}

function conjunctsOf(condition: unknown): unknown[] {
  if (condition === undefined) return []
  const all = fieldsOf(condition, 'BoolExpr')
  return all.boolop === 'AND_EXPR' ? listOf(all, 'args').flatMap(conjunctsOf) : [condition]
}

/** `(a, b) > (1, 2)`, or the same written out: `a > 1 or (a = 1 and b > 2)`. */
function comparesOrder(conjunct: unknown): boolean {
  const operators = nodesBelow(conjunct, 'A_Expr').flatMap((expression) =>
    nameParts(listOf(expression, 'name')),
  )
  return (
    operators.some((name) => /^[<>]=?$/.test(name)) && operators.every((name) => /^([<>]=?|=)$/.test(name))
  )
}

function columnsBelow(node: unknown): Fields[] {
  return nodesBelow(node, 'ColumnRef').map((ColumnRef) => ({ ColumnRef }))
}

function nodesBelow(node: unknown, kind: string): Fields[] {
  return childrenOf(node).flatMap(([name, child]) => [
    ...(name === kind && isFields(child) ? [child] : []),
    ...nodesBelow(child, kind),
  ])
}

/** Every SELECT whose rows reach the answer. One that stands for a single value, or is only looked into, is no page. */
function selectsBelow(node: unknown): Fields[] {
  return childrenOf(node).flatMap(([name, child]) => {
    if (name === 'SubLink' && /^(EXPR|EXISTS)_SUBLINK$/.test(textOf(child, 'subLinkType'))) return []
    const isSelect = isFields(child) && typeof child.limitOption === 'string'
    return [...(isSelect ? [child] : []), ...selectsBelow(child)]
  })
}

/**
 * A function that writes parts of this SELECT as text, so that those of another that mean the same read alike:
 * without values and positions, tables instead of their aliases, and without the outer joins, which neither add
 * conditions nor take rows away.
 */
function selectShape(select: Fields): (part: unknown) => string {
  const nameOf = columnNamer(select)
  return (part) =>
    JSON.stringify({ part }, (name, value) => {
      if (name === 'alias') return undefined
      if (name === 'RangeVar') return tableName(value)
      if (name === 'ColumnRef') return nameOf(value)
      if (isValue(value)) return '?'
      return isOuterJoin(value) ? withoutOuterJoins(value) : withoutLocation(name, value)
    })
}

/** A column by its table; by its own name alone where there is one table to take it from. */
function columnNamer(select: Fields): (column: unknown) => string {
  const tables = new Map(rangeVarsBelow(select).map((rangeVar) => [aliasOf(rangeVar), tableName(rangeVar)]))
  const [source, ...others] = listOf(select, 'fromClause').map(withoutOuterJoins)
  const only =
    others.length === 0 && isFields(source) && isFields(source.RangeVar)
      ? aliasOf(source.RangeVar)
      : undefined
  return (column) => {
    const [name = '', qualifier] = nameParts(listOf(column, 'fields')).toReversed()
    if (qualifier === undefined || qualifier === only) return name
    return `${tables.get(qualifier) ?? qualifier}.${name}`
  }
}

function withoutOuterJoins(item: unknown): unknown {
  return isOuterJoin(item) ? withoutOuterJoins(item.JoinExpr.larg) : item
}

function isOuterJoin(node: unknown): node is { JoinExpr: Fields } {
  return isFields(node) && isFields(node.JoinExpr) && node.JoinExpr.jointype === 'JOIN_LEFT'
}

function rangeVarsBelow(node: unknown): Fields[] {
  return childrenOf(node).flatMap(([name, child]) =>
    name === 'RangeVar' && isFields(child) ? [child] : rangeVarsBelow(child),
  )
}

function aliasOf(rangeVar: Fields): string {
  return textOf(rangeVar.alias, 'aliasname') || textOf(rangeVar, 'relname')
}
