import type { GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { OperationCost } from '../../../document/cost/operation-cost.ts'
import type { DocumentStore } from '../../../document/document-store.ts'
import { exceeded, OPERATION_TOO_COSTLY, RESULT_TOO_LARGE } from '../../../document/refusal.ts'
import { createListBudget, type ListBudget } from './list-budget.ts'

export const COST_HEADER = 'x-cost'

export interface CostLimits {
  plugin: Plugin
  /** What the operation of a context may still read of lists; undefined before its cost was checked. */
  budgetOf(context: object): ListBudget | undefined
  /** The cost of the operation of a context; undefined before it was checked. */
  costOf(context: object): OperationCost | undefined
}

/**
 * Refuses operations whose static cost exceeds a limit, before anything runs, and ends those whose lists exceed theirs.
 * Expects coerced variables. A request with `x-cost: 1` receives the cost as `extensions.cost`.
 */
export function createCostLimits(documents: DocumentStore): CostLimits {
  const budgets = new WeakMap<object, ListBudget>()
  const costs = new WeakMap<object, OperationCost>()
  const shown = new WeakMap<Request, OperationCost>()
  return {
    budgetOf: (context) => budgets.get(context),
    costOf: (context) => costs.get(context),
    plugin: {
      onExecute({ args, setResultAndStopExecution }) {
        const operation = documents.of(args.document)?.operation(args.operationName)
        if (operation === undefined) return undefined
        const variables = args.variableValues ?? {}
        const cost = operation.costOf(variables)
        costs.set(args.contextValue, cost)
        const { request } = args.contextValue
        if (request.headers.get(COST_HEADER) === '1') shown.set(request, cost)
        const refused = refusalOf(cost, documents)
        if (refused) {
          setResultAndStopExecution({ errors: [refused] })
          return undefined
        }
        const budget = createListBudget({ operation, variables, limits: documents.limits })
        budgets.set(args.contextValue, budget)
        return {
          onExecuteDone({ setResult }) {
            if (budget.error) setResult({ errors: [budget.error] })
          },
        }
      },
      onExecutionResult({ request, result, setResult }) {
        const cost = shown.get(request)
        if (cost === undefined || result === undefined || Array.isArray(result) || isAsyncIterable(result))
          return
        setResult({ ...result, extensions: { ...result.extensions, cost } })
      },
    },
  }
}

function refusalOf(cost: OperationCost, { limits }: DocumentStore): GraphQLError | undefined {
  const code = OPERATION_TOO_COSTLY
  const subject = 'an operation'
  for (const limit of ['statements', 'rows', 'values'] as const) {
    const max = limits[limit]
    if (cost[limit] > max) return exceeded({ code, limit, max, got: cost[limit], subject })
  }
  const max = limits.responseBytes
  return cost.bytes > max
    ? exceeded({ code: RESULT_TOO_LARGE, limit: 'bytes', max, got: cost.bytes, subject: 'a response' })
    : undefined
}
