import {
  type GraphQLNamedOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  isCompositeType,
} from 'graphql'
import { type AnswerSize, BRACKETS, bytesOfKey, plus, times } from './answer-size.ts'
import { isPresent, type PlannedField, type Variables } from './plan-fields.ts'
import { add } from './saturating.ts'

/** Parts of the schema, each with how often the answer has it. */
type Occurring = Map<unknown, number>

/**
 * The exact size of a field of introspection. Each part of the schema is visited once for each field of the document,
 * with the number of times that it occurs: the work is bounded where the answer is not.
 */
export function introspectionSize(
  schema: GraphQLSchema,
  root: PlannedField,
  variables: Variables,
): AnswerSize {
  let total: AnswerSize = { values: 0, bytes: 0 }
  const count = (values: number, bytes: number, occurrences: number) => {
    total = plus(total, times({ values, bytes }, occurrences))
  }

  const visit = (planned: PlannedField, parentType: GraphQLNamedOutputType, sources: Occurring) => {
    // Introspection reads nothing else of it.
    const info = { schema, parentType } as GraphQLResolveInfo
    if (!isPresent(planned, variables)) return
    const { field, key, occurrences } = planned
    const node = occurrences[0]?.node
    if (node === undefined || field.resolve === undefined) return
    const args = getArgumentValues(field, node, variables)
    const below: Occurring = new Map()
    for (const [source, often] of sources) {
      count(0, bytesOfKey(key), often)
      const value = field.resolve(source, args, undefined, info)
      if (!isCompositeType(planned.type) || value == null) countLeaves(value, often)
      else {
        const items: readonly unknown[] = Array.isArray(value) ? value : [value]
        count(0, BRACKETS * (items.length + 1), often)
        for (const item of items) below.set(item, add(below.get(item) ?? 0, often))
      }
    }
    if (below.size === 0) return
    for (const [type, fields] of planned.fieldsByType) {
      for (const next of fields) visit(next, type, below)
    }
  }

  const countLeaves = (value: unknown, often: number) => {
    const values = Array.isArray(value) ? value.length : 1
    count(values, JSON.stringify(value ?? null).length + values, often)
  }

  visit(root, root.type, new Map([[undefined, 1]]))
  return total
}
