import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import {
  type UsePersistedOperationsOptions,
  usePersistedOperations,
} from '@graphql-yoga/plugin-persisted-operations'
import {
  concatAST,
  type DocumentNode,
  type GraphQLSchema,
  NoUnusedFragmentsRule,
  print,
  separateOperations,
  specifiedRules,
  validate,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import * as v from 'valibot'
import { StartupError } from '../../../startup-error.ts'

/** Documents by id: the SHA-256 of the document as graphql-js prints it, in hexadecimal. */
export type PersistedDocuments = Readonly<Record<string, string>>

const Manifest = v.pipe(
  v.record(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), v.string()),
  v.check((documents) => Object.keys(documents).length > 0, 'Expected at least one document'),
)

/**
 * Makes a manifest: one document for each operation, with the fragments that it uses, whichever file they are in.
 *
 * @throws StartupError if the documents are not valid together.
 */
export function persistDocuments(
  documents: readonly DocumentNode[],
  schema: GraphQLSchema,
): PersistedDocuments {
  const all = concatAST(documents)
  const rules = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule)
  const errors = validate(schema, all, rules)
  if (errors.length > 0) throw new StartupError(errors.map(String).join('\n\n'))
  const texts = Object.values(separateOperations(all)).map(print)
  return Object.fromEntries(texts.map((text) => [createHash('sha256').update(text).digest('hex'), text]))
}

/** @throws StartupError if the file is not a manifest. */
export async function readPersistedDocuments(file: string): Promise<PersistedDocuments> {
  const problem = `expected PERSISTED_DOCUMENTS to be a file that npm run persist wrote, got "${file}"`
  try {
    return v.parse(Manifest, JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    throw new StartupError(`${problem}: ${error instanceof Error ? error.message : error}`)
  }
}

/**
 * Answers requests for a document by its id: `documentId`, or `extensions.persistedQuery.sha256Hash` as Apollo sends it.
 *
 * @param isOnly whether requests with a document of their own are refused.
 */
export function usePersistedDocuments(documents: PersistedDocuments, isOnly: boolean): Plugin {
  const byId = new Map(Object.entries(documents))
  const refusal = (message: string, code: string) => ({
    message,
    extensions: { code, http: { status: 400 } },
  })
  return usePersistedOperations({
    allowArbitraryOperations: !isOnly,
    getPersistedOperation: (id) => byId.get(id) ?? null,
    extractPersistedOperationId: (params, request) => idOf({ ...params, ...idOfUrl(request) }),
    customErrors: {
      // Apollo's clients know this message and code.
      notFound: refusal('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND'),
      keyNotFound: refusal('expected a query or the id of a persisted document, got neither', 'BAD_REQUEST'),
      persistedQueryOnly: refusal(
        'expected the id of a persisted document, got a query',
        'PERSISTED_DOCUMENTS_ONLY',
      ),
    },
  })
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
