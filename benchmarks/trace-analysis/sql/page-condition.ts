import { selectShape } from './select-shape.ts'
import {
  childrenOf,
  type Fields,
  fieldsOf,
  isFields,
  listOf,
  nameParts,
  textOf,
  withoutCasts,
} from './syntax-tree.ts'
import { type Value, valuesBelow } from './value-slots.ts'

/** What a SELECT takes its rows from and which of them it takes, in a form that two statements can be held by. */
export interface SelectCondition {
  from: string
  conjuncts: Conjunct[]
}

/** One of the conditions that AND joins. */
export interface Conjunct {
  shape: string
  values: Value[]
  /** Compares nothing but what the page is sorted by, and so may say where the page begins. */
  keyset: boolean
}

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
  return counts ? innermost(select) : undefined
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
      values: valuesBelow(conjunct),
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
