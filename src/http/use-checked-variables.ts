import type { Plugin } from '@envelop/core'
import { type DocumentNode, GraphQLError, getOperationAST, getVariableValues } from 'graphql'
import { BAD_USER_INPUT } from '../schema/error-code.ts'

/**
 * Refuses variables that do not fit their types before anything runs. Compiled execution would refuse them too,
 * but without saying which part was wrong and why.
 */
export function useCheckedVariables(): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const document: DocumentNode = args.document
      const definitions = getOperationAST(document, args.operationName)?.variableDefinitions ?? []
      const { errors } = getVariableValues(args.schema, definitions, args.variableValues ?? {}, {
        maxErrors: 10,
      })
      if (errors) setResultAndStopExecution({ errors: errors.map(asBadInput) })
    },
  }
}

function asBadInput({ message, nodes }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { nodes, extensions: { code: BAD_USER_INPUT } })
}
