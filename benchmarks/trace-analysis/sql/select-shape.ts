import { childrenOf, type Fields, isFields, listOf, nameParts, tableName, textOf } from './syntax-tree.ts'
import { isValue, withoutPosition } from './value-slots.ts'

/**
 * A function that writes parts of this SELECT as text, so that those of another that mean the same read alike:
 * without values and positions, tables in place of their aliases, and without the outer joins, which neither add
 * conditions nor take rows away.
 */
export function selectShape(select: Fields): (part: unknown) => string {
  const nameOf = columnNamer(select)
  return (part) =>
    JSON.stringify({ part }, (name, value) => {
      if (name === 'alias') return undefined
      if (name === 'RangeVar') return tableName(value)
      if (name === 'ColumnRef') return nameOf(value)
      if (isValue(value)) return '?'
      return isOuterJoin(value) ? withoutOuterJoins(value) : withoutPosition(name, value)
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
