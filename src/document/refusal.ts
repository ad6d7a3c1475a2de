import { GraphQLError } from 'graphql'

/** `extensions.code` of what is refused before anything runs, or ended while it runs. */
export const DOCUMENT_TOO_LARGE = 'DOCUMENT_TOO_LARGE'
export const OPERATION_TOO_COSTLY = 'OPERATION_TOO_COSTLY'
export const RESULT_TOO_LARGE = 'RESULT_TOO_LARGE'
export const UNSUPPORTED_OPERATION = 'UNSUPPORTED_OPERATION'
export const INTROSPECTION_DISABLED = 'INTROSPECTION_DISABLED'

interface ExceededLimit {
  code: typeof DOCUMENT_TOO_LARGE | typeof OPERATION_TOO_COSTLY | typeof RESULT_TOO_LARGE
  /** What is limited, in the plural. */
  limit: string
  max: number
  /** How many came; undefined if counting stopped at the limit. */
  got?: number | undefined
  subject: 'a document' | 'an operation' | 'a response'
}

/** The error of a limit that was exceeded. `extensions` has the limit, its maximum and what came. */
export function exceeded({ code, limit, max, got, subject }: ExceededLimit): GraphQLError {
  return new GraphQLError(`Expected ${subject} of at most ${max} ${limit}, got ${got ?? 'more'}.`, {
    extensions: { code, limit, max, ...(got !== undefined && { got }), http: CLIENT_ERROR },
  })
}

/** Status 400, or 200 where a client accepts `application/json` only, as GraphQL over HTTP has it. */
export const CLIENT_ERROR = { spec: true, status: 400 }
