import { GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'

/** Removes the suggestions of names from errors, from which the schema could be guessed. */
export function useHiddenSchema(): Plugin {
  return {
    onExecutionResult({ result, setResult }) {
      if (!result || isAsyncIterable(result) || Array.isArray(result) || !result.errors) return
      setResult({ ...result, errors: result.errors.map(withoutSuggestion) })
    },
  }
}

const SUGGESTION = ' Did you mean '

function withoutSuggestion(error: GraphQLError): GraphQLError {
  const index = error.message.lastIndexOf(SUGGESTION)
  if (index === -1 || !error.message.endsWith('?')) return error
  const { nodes, source, positions, path, originalError, extensions } = error
  return new GraphQLError(error.message.slice(0, index), {
    nodes,
    source,
    positions,
    path,
    originalError,
    extensions,
  })
}
