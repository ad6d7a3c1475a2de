import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { DocumentStore } from '../../../document/document-store.ts'

/** Parses and validates by the store: a text that it keeps costs nothing the second time. */
export function useReadDocuments(documents: DocumentStore): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source) => documents.read(typeof source === 'string' ? source : source.body).document)
    },
    onValidate({ params, setResult }) {
      const read = documents.of(params.documentAST)
      if (read) setResult(read.errors.map(withOwnExtensions))
    },
  }
}

/** Yoga writes the status of a response into the errors of validation. */
function withOwnExtensions({ message, nodes, extensions }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { nodes, extensions: { ...extensions } })
}
