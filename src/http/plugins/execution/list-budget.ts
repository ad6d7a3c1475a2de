import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isObjectType,
} from 'graphql'
import type { Variables } from '../../../document/cost/plan-fields.ts'
import type { DocumentLimits } from '../../../document/document-limits.ts'
import type { ReadOperation } from '../../../document/read-document.ts'
import { exceeded, RESULT_TOO_LARGE } from '../../../document/refusal.ts'

/** What an operation may still read of lists that only the data bounds. */
export interface ListBudget {
  /** @throws GraphQLError from the first list on that exceeds it. */
  take(node: FieldNode, rows: number): void
  /** The error of the limit that was exceeded. */
  readonly error: GraphQLError | undefined
}

interface BudgetOptions {
  operation: ReadOperation
  variables: Variables
  limits: Pick<DocumentLimits, 'listRows' | 'responseBytes'>
}

/** Counts rows, and the bytes of their keys: those of a long alias exceed a response long before the rows do. */
export function createListBudget({ operation, variables, limits }: BudgetOptions): ListBudget {
  const bytesPerRow = new Map<FieldNode, number>()
  let rows = 0
  let bytes = 0
  let error: GraphQLError | undefined
  const bytesOf = (node: FieldNode) => {
    const known = bytesPerRow.get(node)
    if (known !== undefined) return known
    const lists = operation.unboundedLists(node).map((field) => operation.bytesPerRow(field, variables))
    const fewest = lists.length === 0 ? 0 : Math.min(...lists)
    bytesPerRow.set(node, fewest)
    return fewest
  }
  return {
    take(node, added) {
      rows += added
      bytes += added * bytesOf(node)
      const { listRows, responseBytes } = limits
      if (rows > listRows) error ??= tooLarge('rows in lists', listRows, 'an operation')
      if (bytes > responseBytes) error ??= tooLarge('bytes', responseBytes, 'a response')
      if (error) throw error
    },
    get error() {
      return error
    },
  }
}

function tooLarge(limit: string, max: number, subject: 'an operation' | 'a response'): GraphQLError {
  return exceeded({ code: RESULT_TOO_LARGE, limit, max, subject })
}

/**
 * Takes the rows of each list that only the data bounds from the budget of its operation. The schema is changed in place
 * and returned. An operation without a budget is not limited.
 */
export function limitLists(
  schema: GraphQLSchema,
  budgetOf: (context: object) => ListBudget | undefined,
): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      if (field.extensions.cost?.list !== 'unbounded') continue
      field.resolve = limitedResolver(field.resolve ?? defaultFieldResolver, budgetOf)
    }
  }
  return schema
}

function limitedResolver(
  resolve: GraphQLFieldResolver<unknown, object>,
  budgetOf: (context: object) => ListBudget | undefined,
): GraphQLFieldResolver<unknown, object> {
  return (parent, args, context, info) => {
    const take = (list: unknown) => {
      const node = info.fieldNodes[0]
      if (node && Array.isArray(list)) budgetOf(context)?.take(node, list.length)
      return list
    }
    const list: unknown = resolve(parent, args, context, info)
    return list instanceof Promise ? list.then(take) : take(list)
  }
}
