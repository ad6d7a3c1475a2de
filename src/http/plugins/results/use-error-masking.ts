import { GraphQLError, type GraphQLErrorExtensions } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import { isUnavailable } from '../../../database/statements/availability.ts'
import { BadInput } from '../../../directory/bad-input.ts'
import { BAD_USER_INPUT } from '../../../schema/error-code.ts'
import { ClientGone, OperationTimeout } from '../../deadlines.ts'
import { requestIdOf } from '../../request-id.ts'

const TIMEOUT = 'TIMEOUT'
const CLIENT_GONE = 'CLIENT_GONE'
const SERVICE_UNAVAILABLE = 'SERVICE_UNAVAILABLE'

/**
 * Passes on errors that the client can fix, and masks all others: those are logged in full with the request's id, and the
 * client receives that id to quote.
 */
export function useErrorMasking(log: Logger): Plugin {
  return {
    onExecute({ args }) {
      return {
        onExecuteDone({ result, setResult }) {
          if (isAsyncIterable(result) || !result.errors) return
          const requestId = requestIdOf(args.contextValue.request)
          const { errors, ...rest } = result
          setResult({ errors: errors.map((error) => maskError(error, requestId, log)), ...rest })
        },
      }
    },
  }
}

function maskError(error: GraphQLError, requestId: string, log: Logger): GraphQLError {
  if (error.originalError instanceof BadInput) {
    return withExtensions(error, error.message, { code: BAD_USER_INPUT })
  }
  if (error.originalError instanceof OperationTimeout) {
    return withExtensions(error, error.message, { code: TIMEOUT, http: { status: 504 } })
  }
  if (error.originalError instanceof ClientGone) {
    return withExtensions(error, error.message, { code: CLIENT_GONE, http: { status: 499 } })
  }
  if (isUnavailable(error.originalError)) {
    log.warn({ requestId, err: error.originalError, path: error.path }, 'the database is unavailable')
    return withExtensions(error, 'The database is unavailable. Try again in a moment.', {
      code: SERVICE_UNAVAILABLE,
      requestId,
      http: { status: 503, headers: { 'retry-after': '1' } },
    })
  }
  if (error.originalError === undefined || error.originalError instanceof GraphQLError) return error
  log.error({ requestId, err: error.originalError, path: error.path }, 'operation failed')
  return withExtensions(error, 'Internal server error. Include the request id if you report it.', {
    code: 'INTERNAL_SERVER_ERROR',
    requestId,
  })
}

/** An error with the same location and path, without the original error. */
function withExtensions(
  { nodes, source, positions, path }: GraphQLError,
  message: string,
  extensions: GraphQLErrorExtensions,
): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, path, extensions })
}
