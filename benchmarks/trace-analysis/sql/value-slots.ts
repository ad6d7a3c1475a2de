import type { Value, ValueSlot } from './parsed-statement.ts'
import {
  childrenOf,
  type Fields,
  fieldsOf,
  isFields,
  listOf,
  nameParts,
  withoutCasts,
} from './syntax-tree.ts'

/**
 * Where a statement takes values, in the order of its tree. Literals and bound parameters are the same here:
 * `id = 5` and `id = $1` have equal slots.
 */
export function valueSlots(statement: Fields): ValueSlot[] {
  const slots: ValueSlot[] = []
  visit(statement, 'one', (slot) => slots.push(slot))
  return slots
}

/** All values under a node, in the order of its tree. */
export function valuesBelow(node: unknown): Value[] {
  return childrenOf(node).flatMap(([name, child]) => {
    if (name === 'TypeName' || name === 'typeName') return []
    const value = readValue(name, child)
    return value === undefined ? valuesBelow(child) : [value]
  })
}

/** The tree as text, with its values and its positions left out: equal for what differs in values alone. */
export function shapeOf(node: unknown): string {
  return JSON.stringify(node, (name, value) => (isValue(value) ? '?' : withoutPosition(name, value)))
}

export function isValue(node: unknown): boolean {
  return isFields(node) && (isFields(node.ParamRef) || isFields(node.A_Const))
}

/** For `JSON.stringify`: leaves out where in the text a node stands. */
export function withoutPosition(name: string, value: unknown): unknown {
  return name === 'location' || name.startsWith('rexpr_list_') ? undefined : value
}

/** Functions that make rows of one array or document. */
const SPREADING =
  /^(unnest|string_to_array|string_to_table|regexp_split_to_(array|table)|jsonb?_(array_elements|array_elements_text|to_recordset|populate_recordset))$/

type Emit = (slot: ValueSlot) => void
type ScalarForm = 'one' | 'window'

function visit(node: unknown, form: ScalarForm, emit: Emit): void {
  for (const [name, child] of childrenOf(node)) {
    if (name === 'TypeName' || name === 'typeName') continue
    const value = readValue(name, child)
    if (value !== undefined) emit({ form, values: [value], size: 1 })
    else if (name === 'A_Expr') visitExpression(fieldsOf(node, name), form, emit)
    else if (name === 'FuncCall') visitCall(fieldsOf(node, name), form, emit)
    else if (name === 'limitCount' || name === 'limitOffset') visit(child, 'window', emit)
    else visitList(name, child, emit) || visit(child, form, emit)
  }
}

/** Emits one slot for what lists keys, and says whether it was such. */
function visitList(name: string, child: unknown, emit: Emit): boolean {
  const list = listForm(name, child)
  if (list === undefined) return false
  emit({ form: list.form, values: valuesBelow(child), size: list.size })
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
  return shapes.size === 1 && valuesBelow(parts).length > 0 ? { form, size: parts.length } : undefined
}

function armsOf(select: Fields): unknown[] {
  return [select.larg, select.rarg].flatMap((arm) =>
    isFields(arm) && arm.op === 'SETOP_UNION' ? armsOf(arm) : [arm],
  )
}

function visitExpression(expression: Fields, form: ScalarForm, emit: Emit): void {
  const { kind, lexpr, rexpr } = expression
  const [operator = ''] = nameParts(listOf(expression, 'name')).slice(-1)
  if (kind === 'AEXPR_IN') {
    visit({ lexpr }, form, emit)
    emit({ form: 'in', values: valuesBelow(rexpr), size: listOf(fieldsOf(rexpr, 'List'), 'items').length })
  } else if (kind === 'AEXPR_OP_ANY' || kind === 'AEXPR_OP_ALL' || operator === '&&') {
    visit([lexpr], form, emit)
    visitArray(rexpr, form, emit)
  } else {
    const bounds = /^(<|>|<=|>=)$/.test(operator) || /BETWEEN/.test(String(kind))
    visit([lexpr, rexpr], bounds ? 'window' : form, emit)
  }
}

function visitCall(call: Fields, form: ScalarForm, emit: Emit): void {
  const [name = ''] = nameParts(listOf(call, 'funcname')).slice(-1)
  const spreads = SPREADING.test(name)
  for (const argument of listOf(call, 'args')) {
    if (spreads) visitArray(argument, form, emit)
    else visit([argument], form, emit)
  }
  visit({ over: call.over, filter: call.agg_filter, order: call.agg_order }, form, emit)
}

/** A value that stands where an array is expected holds the keys itself. */
function visitArray(node: unknown, form: ScalarForm, emit: Emit): void {
  const bare = withoutCasts(node)
  const [[name, child] = ['', undefined]] = childrenOf(bare)
  const value = readValue(name, child)
  if (value === undefined) visit([bare], form, emit)
  else emit({ form: 'array', values: [value], size: 'length' })
}

function readValue(name: string, child: unknown): Value | undefined {
  if (!isFields(child)) return undefined
  if (name === 'ParamRef') return { parameter: Number(child.number ?? 0) }
  return name === 'A_Const' ? { literal: literalText(child) } : undefined
}

/** The tree leaves out what is zero, false or empty. */
function literalText(constant: Fields): string {
  if (constant.isnull === true) return 'null'
  if (isFields(constant.ival)) return String(constant.ival.ival ?? 0)
  if (isFields(constant.boolval)) return String(constant.boolval.boolval ?? false)
  return String(Object.values(Object.values(constant).find(isFields) ?? {})[0] ?? '')
}
