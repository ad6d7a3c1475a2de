import type { ValueSlot } from './parsed-statement.ts'
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

/** Where a statement takes values, in the order of its tree. */
export function valueSlots(statement: Fields): ValueSlot[] {
  const slots: ValueSlot[] = []
  visit(statement, { form: 'one', column: null, isAssigned: false }, (slot) => slots.push(slot))
  return slots
}

/** The positions of all values under a node, in the order of its tree. */
export function positionsBelow(node: unknown): number[] {
  return childrenOf(node).flatMap(([name, child]) => {
    if (isTypeName(name)) return []
    const position = readPosition(name, child)
    return position === undefined ? positionsBelow(child) : [position]
  })
}

/** The tree as text, with its values and its places in the text left out: equal for what differs in values alone. */
function shapeOf(node: unknown): string {
  return JSON.stringify(node, (name, value) => (isValue(value) ? '?' : withoutLocation(name, value)))
}

export function isValue(node: unknown): boolean {
  return isFields(node) && isFields(node.ParamRef)
}

/** For `JSON.stringify`: leaves out where in the text a node stands. */
export function withoutLocation(name: string, value: unknown): unknown {
  return name === 'location' || name.startsWith('rexpr_list_') ? undefined : value
}

/** Functions that make rows of one array or document. */
const SPREADING =
  /^(unnest|string_to_array|string_to_table|regexp_split_to_(array|table)|jsonb?_(array_elements|array_elements_text|to_recordset|populate_recordset))$/

type Emit = (slot: ValueSlot) => void

interface Context {
  form: 'one' | 'window'
  /** The column that values here are compared with or written to. */
  column: string | null
  isAssigned: boolean
}

function visit(node: unknown, context: Context, emit: Emit): void {
  for (const [name, child] of childrenOf(node)) {
    if (isTypeName(name)) continue
    const position = readPosition(name, child)
    if (position !== undefined) {
      const { form, column, isAssigned } = context
      emit({ form, positions: [position], columns: [column], isAssigned, size: 1 })
    } else if (name === 'A_Expr') visitExpression(fieldsOf(node, name), context, emit)
    else if (name === 'FuncCall') visitCall(fieldsOf(node, name), context, emit)
    else if (name === 'limitCount' || name === 'limitOffset')
      visit(child, { ...context, form: 'window', column: null }, emit)
    else if (name === 'InsertStmt') visitInsert(fieldsOf(node, name), context, emit)
    else if (name === 'UpdateStmt') visitUpdate(fieldsOf(node, name), context, emit)
    else if (name === 'ResTarget') {
      // In a SELECT its name is that of a column of the result.
      const column = context.isAssigned ? textOf(child, 'name') || null : null
      visit(child, { ...context, column }, emit)
    } else visitList(name, child, [], emit) || visit(child, context, emit)
  }
}

function visitUpdate({ targetList, ...others }: Fields, context: Context, emit: Emit): void {
  visit({ targetList }, { ...context, isAssigned: true }, emit)
  visit(others, context, emit)
}

/** The rows of VALUES take the columns that the INSERT names. */
function visitInsert(insert: Fields, context: Context, emit: Emit): void {
  const columns = listOf(insert, 'cols').map((column) => textOf(fieldsOf(column, 'ResTarget'), 'name'))
  for (const [name, child] of Object.entries(insert)) {
    const select = fieldsOf(child, 'SelectStmt')
    const rows = name === 'selectStmt' && listOf(select, 'valuesLists').length > 0
    if (rows) visitList('valuesLists', select.valuesLists, columns, emit)
    else if (name !== 'cols') visit({ [name]: child }, context, emit)
  }
}

/** Emits one slot for what lists keys, and says whether it was such. */
function visitList(name: string, child: unknown, columns: string[], emit: Emit): boolean {
  const list = listForm(name, child)
  if (list === undefined) return false
  const items = listOf(fieldsOf(listOf({ child }, 'child')[0], 'List'), 'items')
  const named =
    list.form === 'rows' && list.size === 1
      ? items.flatMap((item, index) => positionsBelow([item]).map(() => columns[index] ?? null))
      : []
  const positions = positionsBelow(child)
  emit({
    form: list.form,
    positions,
    columns: positions.map((_, index) => named[index] ?? null),
    isAssigned: false,
    size: list.size,
  })
  return true
}

function listForm(
  name: string,
  child: unknown,
): { form: 'rows' | 'array' | 'or' | 'union'; size: number } | undefined {
  if (name === 'valuesLists' && Array.isArray(child)) return { form: 'rows', size: child.length }
  if (name === 'A_ArrayExpr') return { form: 'array', size: listOf(child, 'elements').length }
  if (name === 'BoolExpr' && isFields(child) && child.boolop === 'OR_EXPR') {
    return alikeForm('or', listOf(child, 'args'))
  }
  if (isFields(child) && child.op === 'SETOP_UNION') return alikeForm('union', armsOf(child))
  return undefined
}

/** `a = 1 or a = 2`, and a union of the same SELECT for several keys, list their keys as IN does. */
function alikeForm<Form extends 'or' | 'union'>(form: Form, parts: unknown[]) {
  const shapes = new Set(parts.map(shapeOf))
  return shapes.size === 1 && positionsBelow(parts).length > 0 ? { form, size: parts.length } : undefined
}

function armsOf(select: Fields): unknown[] {
  return [select.larg, select.rarg].flatMap((arm) =>
    isFields(arm) && arm.op === 'SETOP_UNION' ? armsOf(arm) : [arm],
  )
}

function visitExpression(expression: Fields, context: Context, emit: Emit): void {
  const { kind, lexpr, rexpr } = expression
  const [operator = ''] = nameParts(listOf(expression, 'name')).slice(-1)
  const column = columnBelow(lexpr) ?? columnBelow(rexpr) ?? context.column
  if (kind === 'AEXPR_IN') {
    visit({ lexpr }, { ...context, column }, emit)
    const positions = positionsBelow(rexpr)
    const size = listOf(fieldsOf(rexpr, 'List'), 'items').length
    emit({
      form: 'in',
      positions,
      columns: positions.map(() => column),
      isAssigned: context.isAssigned,
      size,
    })
  } else if (kind === 'AEXPR_OP_ANY' || kind === 'AEXPR_OP_ALL' || operator === '&&') {
    visit([lexpr], { ...context, column }, emit)
    visitArray(rexpr, { ...context, column }, emit)
  } else {
    const bounds = /^(<|>|<=|>=)$/.test(operator) || /BETWEEN/.test(String(kind))
    visit([lexpr, rexpr], { ...context, form: bounds ? 'window' : context.form, column }, emit)
  }
}

/** The first column of an expression. */
function columnBelow(node: unknown): string | null {
  for (const [name, child] of childrenOf(node)) {
    if (name === 'SubLink') continue
    const found = name === 'ColumnRef' ? nameParts(listOf(child, 'fields')).at(-1) : columnBelow(child)
    if (found) return found
  }
  return null
}

function visitCall(call: Fields, context: Context, emit: Emit): void {
  const [name = ''] = nameParts(listOf(call, 'funcname')).slice(-1)
  const spreads = SPREADING.test(name)
  for (const argument of listOf(call, 'args')) {
    if (spreads) visitArray(argument, context, emit)
    else visit([argument], context, emit)
  }
  visit({ over: call.over, filter: call.agg_filter, order: call.agg_order }, context, emit)
}

/** A value that stands where an array is expected holds the keys itself. */
function visitArray(node: unknown, context: Context, emit: Emit): void {
  const bare = withoutCasts(node)
  const [[name, child] = ['', undefined]] = childrenOf(bare)
  const position = readPosition(name, child)
  if (position === undefined) visit([bare], context, emit)
  else
    emit({
      form: 'array',
      positions: [position],
      columns: [context.column],
      isAssigned: context.isAssigned,
      size: 'length',
    })
}

function isTypeName(name: string): boolean {
  return name === 'TypeName' || name === 'typeName'
}

/** Every value of a template is a parameter: the n-th stands for the n-th value. */
function readPosition(name: string, child: unknown): number | undefined {
  return name === 'ParamRef' && isFields(child) ? Number(child.number ?? 1) - 1 : undefined
}
