import type { Plugin } from '@envelop/core'
import { type GraphQLSchema, Kind } from 'graphql'
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
      if (read === undefined || !isWorthCompiling(read)) return
      const query = compiled.get(read) ?? compile(args.schema, read)
      compiled.set(read, query)
      if (query === 'not compiled') return
      setExecuteFn(({ rootValue, contextValue, variableValues }) =>
        query.query(rootValue, contextValue, variableValues),
      )
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
