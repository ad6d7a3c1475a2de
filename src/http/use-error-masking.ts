import { GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import { BadInput } from '../directory/bad-input.ts'
import { BAD_USER_INPUT } from '../schema/error-code.ts'
import { requestIdOf } from './use-request-id.ts'

/**
 * Tells a client what it can mend, and nothing of what it cannot: an error from below is logged whole with the
 * request's id, and the client is given that id to quote.
 */
export function useErrorMasking(log: Logger): Plugin {
  return {
    onExecute({ args }) {
      return {
        onExecuteDone({ result, setResult }) {
          if (isAsyncIterable(result) || !result.errors) return
          const requestId = requestIdOf(args.contextValue.request)
          setResult({ ...result, errors: result.errors.map((error) => maskError(error, requestId, log)) })
        },
      }
    },
  }
}

function maskError(error: GraphQLError, requestId: string, log: Logger): GraphQLError {
  if (error.originalError instanceof BadInput) {
    return withExtensions(error, error.message, { code: BAD_USER_INPUT })
  }
  if (error.originalError === undefined || error.originalError instanceof GraphQLError) return error
  log.error({ requestId, err: error.originalError ?? error, path: error.path }, 'a resolver failed')
  return withExtensions(error, 'Something went wrong on our side. Quote the request id if you report it.', {
    code: 'INTERNAL_SERVER_ERROR',
    requestId,
  })
}

/** The same place in the operation and the answer, without the original error. */
function withExtensions(
  { nodes, source, positions, path }: GraphQLError,
  message: string,
  extensions: Record<string, string>,
): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, path, extensions })
}
