import {
  type ArgumentNode,
  type GraphQLSchema,
  isCompositeType,
  isIntrospectionType,
  Kind,
  valueFromASTUntyped,
} from 'graphql'
import type { FieldCost, RootReads } from '../../schema/field-cost.ts'
import { type AnswerSize, BRACKETS, bytesOfKey, larger, NOTHING, plus, times } from './answer-size.ts'
import { introspectionSize } from './introspection-size.ts'
import { isPresent, type PlannedField, type Variables } from './plan-fields.ts'
import { add } from './saturating.ts'

/**
 * An upper bound of what an operation reads and answers. A client can compute it:
 *
 * - `statements`: for each root field, one (`nodes`: one for each id, at most three), and one for each relation
 *   (`specializations`, `schedules`) selected under it;
 * - `rows`: for each `doctors` its page size and one, for each `doctor` and `node` one, for each `nodes` its ids;
 * - `values`: the leaf values of the answer. A page counts with its full size, `nodes` with one item for each id, an
 *   object of several possible types with the largest. An object without any leaf counts one, since it can be null. A
 *   relation and `Query.specializations` count one each, whatever they contain. Introspection is counted exactly;
 * - `bytes`: the bytes of the keys and brackets around these values, and of the values of introspection.
 *
 * The page size is `first`, else `last`, else 10. Two fields with the same key in the same place are one.
 */
export interface OperationCost {
  statements: number
  rows: number
  values: number
  bytes: number
}

/** The size of a field: a part that is there once, and a part for each item of its root field. */
interface FieldShape {
  once: AnswerSize
  perItem: AnswerSize
  relations: ReadonlySet<string>
}

const NO_READS: RootReads = { statements: 0, rows: 0, items: 1 }

export interface CostReader {
  /** @param variables as coerced. */
  costOf(variables: Variables): OperationCost
  /** The bytes of the keys and brackets of one item of a list. */
  bytesPerRow(field: PlannedField, variables: Variables): number
}

/** Reads the cost of an operation. What does not depend on variables is computed once. */
export function createCostReader(schema: GraphQLSchema, fields: readonly PlannedField[]): CostReader {
  const onceForEach = (measure: (field: PlannedField, variables: Variables) => FieldShape) => {
    const known = new WeakMap<PlannedField, FieldShape>()
    return (field: PlannedField, variables: Variables): FieldShape => {
      const shape = known.get(field) ?? measure(field, variables)
      if (!field.isConditional) known.set(field, shape)
      return shape
    }
  }

  const shapeOf = onceForEach((field, variables) => {
    const key = { values: 0, bytes: bytesOfKey(field.key) }
    if (!isCompositeType(field.type)) {
      return { once: plus(key, { values: 1, bytes: 0 }), perItem: NOTHING, relations: new Set() }
    }
    const cost: FieldCost = field.field.extensions.cost ?? {}
    const body = bodyOf(field, variables)
    if (cost.list === 'unbounded') {
      const relations =
        cost.relation === undefined ? body.relations : new Set([cost.relation, ...body.relations])
      return { once: plus(key, { values: 1, bytes: BRACKETS }), perItem: NOTHING, relations }
    }
    if (cost.list === 'items') {
      return {
        once: plus(key, { values: 0, bytes: BRACKETS }),
        perItem: body.once,
        relations: body.relations,
      }
    }
    return { ...body, once: plus(key, body.once) }
  })

  /** An object of the field: of several possible types, the largest. */
  const bodyOf = onceForEach((field, variables) => {
    let once: AnswerSize = { values: 1, bytes: 0 }
    let perItem = NOTHING
    const relations = new Set<string>()
    for (const fields of field.fieldsByType.values()) {
      let typeOnce: AnswerSize = { values: 0, bytes: BRACKETS }
      let typePerItem = NOTHING
      for (const below of fields) {
        if (!isPresent(below, variables)) continue
        const shape = shapeOf(below, variables)
        typeOnce = plus(typeOnce, shape.once)
        typePerItem = plus(typePerItem, shape.perItem)
        for (const relation of shape.relations) relations.add(relation)
      }
      once = larger(once, typeOnce)
      perItem = larger(perItem, typePerItem)
    }
    return { once, perItem, relations }
  })

  const costOfRoot = (root: PlannedField, variables: Variables): OperationCost => {
    if (isIntrospectionType(root.type)) {
      return { statements: 0, rows: 0, ...introspectionSize(schema, root, variables) }
    }
    const reads = root.field.extensions.cost?.reads?.(argumentsOf(root, variables)) ?? NO_READS
    const { once, perItem, relations } = shapeOf(root, variables)
    const statements = reads.statements + (reads.items > 0 ? relations.size : 0)
    return { statements, rows: reads.rows, ...plus(once, times(perItem, reads.items)) }
  }

  return {
    costOf(variables) {
      const total: OperationCost = { statements: 0, rows: 0, values: 0, bytes: BRACKETS }
      for (const root of fields) {
        if (!isPresent(root, variables)) continue
        const cost = costOfRoot(root, variables)
        total.statements = add(total.statements, cost.statements)
        total.rows = add(total.rows, cost.rows)
        total.values = add(total.values, cost.values)
        total.bytes = add(total.bytes, cost.bytes)
      }
      return total
    },
    bytesPerRow: (field, variables) => bodyOf(field, variables).once.bytes,
  }
}

/** The arguments of a field as a client sends them. What validation lets through needs no coercion to be counted. */
function argumentsOf({ occurrences }: PlannedField, variables: Variables): Record<string, unknown> {
  const args: readonly ArgumentNode[] = occurrences[0]?.node.arguments ?? []
  return Object.fromEntries(
    args.map(({ name, value }) => [
      name.value,
      value.kind === Kind.VARIABLE ? variables[value.name.value] : valueFromASTUntyped(value, variables),
    ]),
  )
}
