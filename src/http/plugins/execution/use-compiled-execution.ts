import { isAsyncIterable, type Plugin } from '@envelop/core'
import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind } from 'graphql'
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit'
import type { DocumentStore, StoredDocument } from '../../../document/document-store.ts'

/** Compiling is work that only pays for a document that comes again. */
const MIN_USES = 3

/** The compiler expands every path through fragments. */
const MAX_SELECTIONS = 500

/**
 * Executes documents in a compiled form once they were used several times, if they are small. The compiled form lives as
 * long as the document is kept.
 */
export function useCompiledExecution(documents: DocumentStore): Plugin {
  const compiled = new WeakMap<StoredDocument, CompiledQuery | 'not compiled'>()
  const compile = (schema: GraphQLSchema, read: StoredDocument) => {
    const result = compileQuery(schema, read.document)
    return isCompiledQuery(result) ? result : 'not compiled'
  }
  return {
    onExecute({ args, setExecuteFn }) {
      const read = documents.of(args.document)
      if (read === undefined || !isWorthCompiling(read)) return undefined
      const query = compiled.get(read) ?? compile(args.schema, read)
      compiled.set(read, query)
      if (query === 'not compiled') return undefined
      setExecuteFn(({ rootValue, contextValue, variableValues }) =>
        query.query(rootValue, contextValue, variableValues),
      )
      return {
        onExecuteDone({ result, setResult }) {
          if (isAsyncIterable(result) || !result.errors) return
          setResult({ ...result, errors: result.errors.map((error) => withPositions(error, read.document)) })
        },
      }
    },
  }
}

/**
 * The compiler keeps one compiled form for each document, whichever operation is selected. Its source keeps conditions in
 * the nodes of the document, which a fragment that is spread twice shares, so documents with directives are interpreted.
 */
function isWorthCompiling({ uses, measures, document }: StoredDocument): boolean {
  return (
    uses >= MIN_USES &&
    measures.selections <= MAX_SELECTIONS &&
    measures.directives === 0 &&
    document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length === 1
  )
}

/**
 * An error of the compiler's with its positions in the text. It has lines and columns alone, which are lost when an
 * error is written anew, as masking and Yoga do.
 */
function withPositions(error: GraphQLError, { loc }: DocumentNode): GraphQLError {
  const { message, nodes, locations, path, originalError, extensions } = error
  if (nodes !== undefined || locations === undefined || loc === undefined) return error
  const starts = [0, ...loc.source.body.matchAll(LINE_BREAK).map(({ index, 0: text }) => index + text.length)]
  const positions = locations.map(({ line, column }) => (starts[line - 1] ?? 0) + column - 1)
  return new GraphQLError(message, { source: loc.source, positions, path, originalError, extensions })
}

/** As graphql-js counts lines. */
const LINE_BREAK = /\r\n|[\n\r]/g
