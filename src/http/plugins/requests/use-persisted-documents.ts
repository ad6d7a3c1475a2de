import {
  type UsePersistedOperationsOptions,
  usePersistedOperations,
} from '@graphql-yoga/plugin-persisted-operations'
import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import * as v from 'valibot'
import type { PersistedDocuments } from '../../../document/persisted-documents.ts'

/**
 * Answers requests for a document by its id: `documentId`, or `extensions.persistedQuery.sha256Hash` as Apollo sends it.
 *
 * @param isOnly whether requests with a document of their own are refused.
 */
export function usePersistedDocuments(documents: PersistedDocuments, isOnly: boolean): Plugin {
  const byId = new Map(Object.entries(documents))
  return usePersistedOperations({
    allowArbitraryOperations: !isOnly,
    getPersistedOperation: (id) => byId.get(id) ?? null,
    extractPersistedOperationId: (params, request) => idOf({ ...params, ...idOfUrl(request) }),
    customErrors: {
      // Apollo's clients know this message and code.
      notFound: refusal('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND'),
      keyNotFound: refusal('Expected a query or the id of a persisted document, got neither.', 'BAD_REQUEST'),
      persistedQueryOnly: refusal(
        'Expected the id of a persisted document, got a query.',
        'PERSISTED_DOCUMENTS_ONLY',
      ),
    },
  })
}

/**
 * Tells clients that send the id of a document first that there are none here. Apollo's then send the document, now and
 * from now on.
 */
export function useNoPersistedDocuments(): Plugin {
  return {
    onParams({ params, request }) {
      if (params.query != null || idOf({ ...params, ...idOfUrl(request) }) === null) return
      const { message, extensions } = refusal('PersistedQueryNotSupported', 'PERSISTED_QUERY_NOT_SUPPORTED')
      throw new GraphQLError(message, { extensions })
    },
  }
}

function refusal(message: string, code: string) {
  return { message, extensions: { code, http: { status: 400 } } }
}

type Params = Parameters<NonNullable<UsePersistedOperationsOptions['extractPersistedOperationId']>>[0]

const IdParams = v.union([
  v.pipe(
    v.object({ documentId: v.string() }),
    v.transform(({ documentId }) => documentId),
  ),
  v.pipe(
    v.object({ extensions: v.object({ persistedQuery: v.object({ sha256Hash: v.string() }) }) }),
    v.transform(({ extensions }) => extensions.persistedQuery.sha256Hash),
  ),
])

/** The prefix is the one of the GraphQL over HTTP draft on persisted documents. */
function idOf(params: Params): string | null {
  const { success, output } = v.safeParse(IdParams, params)
  return success ? output.replace(/^sha256:/, '') : null
}

/** Yoga reads the parameters of a GET that it knows, and `documentId` is not among them. */
function idOfUrl({ method, url }: Request): { documentId?: string } {
  const documentId = method === 'GET' ? new URL(url).searchParams.get('documentId') : null
  return documentId === null ? {} : { documentId }
}
