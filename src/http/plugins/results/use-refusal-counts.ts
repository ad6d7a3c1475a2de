import type { GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import {
  DOCUMENT_TOO_LARGE,
  INTROSPECTION_DISABLED,
  OPERATION_TOO_COSTLY,
  RESULT_TOO_LARGE,
  UNSUPPORTED_OPERATION,
} from '../../../document/refusal.ts'

/** Codes of what is refused for what it is or costs. Other errors are answers: a document that is not valid, a bad id. */
const REFUSALS: ReadonlySet<unknown> = new Set([
  DOCUMENT_TOO_LARGE,
  INTROSPECTION_DISABLED,
  OPERATION_TOO_COSTLY,
  RESULT_TOO_LARGE,
  UNSUPPORTED_OPERATION,
  'OVERLOADED',
  'BAD_REQUEST',
  'JSON_TOO_DEEP',
  'UNSUPPORTED_MEDIA_TYPE',
  'CROSS_SITE_REQUEST',
  'PERSISTED_DOCUMENTS_ONLY',
])

/** Calls back with each request that is refused, and the limit that it met: the `limit` of the error, or its code. */
export function useRefusalCounts(onRefusal: (limit: string, request: Request) => void): Plugin {
  return {
    onResultProcess({ request, result }) {
      if (Array.isArray(result) || isAsyncIterable(result) || !result.errors) return
      const limit = refusedLimit(result.errors)
      if (limit !== undefined) onRefusal(limit, request)
    },
  }
}

/** The limit that refused an operation; undefined if the errors are others. */
export function refusedLimit(errors: readonly Pick<GraphQLError, 'extensions'>[]): string | undefined {
  return errors.map(limitOf).find((name) => name !== undefined)
}

function limitOf({ extensions }: Pick<GraphQLError, 'extensions'>): string | undefined {
  if (!REFUSALS.has(extensions?.code)) return undefined
  return String(extensions.limit ?? extensions.code)
    .toLowerCase()
    .replaceAll(' ', '_')
}
