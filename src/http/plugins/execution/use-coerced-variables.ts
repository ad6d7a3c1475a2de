import type { Plugin } from '@envelop/core'
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  isInputObjectType,
  isInputType,
  isLeafType,
  isListType,
  isNonNullType,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql'
import { CLIENT_ERROR } from '../../../document/refusal.ts'
import { BAD_USER_INPUT } from '../../../schema/error-code.ts'

/**
 * Coerces variables by the GraphQL specification before execution, and refuses invalid ones.
 *
 * Compiled execution coerces variables itself, but without defaults of input fields, without coercing a single value to
 * a list, and with unhelpful errors. It receives the coerced values, serialized again.
 */
export function useCoercedVariables(): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const document: DocumentNode = args.document
      const definitions = getOperationAST(document, args.operationName)?.variableDefinitions ?? []
      if (definitions.length === 0) return
      const result = getVariableValues(args.schema, definitions, args.variableValues ?? {}, { maxErrors: 10 })
      if (result.errors) setResultAndStopExecution({ errors: result.errors.map(asBadInput) })
      else args.variableValues = serialized(args.schema, definitions, result.coerced)
    },
  }
}

function asBadInput({ message, nodes }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { nodes, extensions: { code: BAD_USER_INPUT, http: CLIENT_ERROR } })
}

function serialized(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  coerced: Record<string, unknown>,
): Record<string, unknown> {
  const variables: Record<string, unknown> = {}
  for (const definition of definitions) {
    const name = definition.variable.name.value
    const type = typeFromAST(schema, definition.type)
    if (name in coerced && isInputType(type)) variables[name] = serialize(coerced[name], type)
  }
  return variables
}

/** A coerced value in the form in which a client sends it, with all defaults applied. */
function serialize(value: unknown, type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return serialize(value, type.ofType)
  if (value == null) return value
  if (isListType(type))
    return Array.isArray(value) ? value.map((item) => serialize(item, type.ofType)) : value
  if (isLeafType(type)) return type.serialize(value)
  const fields = isInputObjectType(type) ? type.getFields() : {}
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const fieldType = fields[name]?.type
      return [name, fieldType === undefined ? field : serialize(field, fieldType)]
    }),
  )
}
