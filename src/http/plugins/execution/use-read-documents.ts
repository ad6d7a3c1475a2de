import { type DocumentNode, GraphQLError, Kind } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { BadInput } from '../../../directory/bad-input.ts'
import type { DocumentStore } from '../../../document/document-store.ts'

/** Parses and validates by the store: a text that it keeps costs nothing the second time. */
export function useReadDocuments(documents: DocumentStore): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source) => documents.read(typeof source === 'string' ? source : source.body).document)
      // Yoga would refuse it next, without saying which names there are.
      return ({ result, context: { params } }) => {
        const read = result instanceof Error || result === null ? undefined : documents.of(result)
        if (read?.errors.length === 0 && read.operation(params.operationName) === undefined) {
          throw unselected(read.document, params.operationName)
        }
      }
    },
    onValidate({ params, setResult }) {
      const read = documents.of(params.documentAST)
      if (read) setResult(read.errors.map(withOwnExtensions))
    },
  }
}

const MAX_NAMES = 5

/** The error of a name that selects no operation of a document, or of the lack of one. */
function unselected({ definitions }: DocumentNode, name: string | null | undefined): GraphQLError {
  const names = definitions.flatMap((one) =>
    one.kind === Kind.OPERATION_DEFINITION && one.name ? [one.name.value] : [],
  )
  const some = names.length > MAX_NAMES ? [...names.slice(0, MAX_NAMES), '…'] : names
  const { message } = new BadInput(
    some.length === 0
      ? 'no operationName for a document whose operation has no name'
      : `operationName to be ${some.length > 1 ? 'one of ' : ''}${some.join(', ')}`,
    name == null ? { description: 'none' } : { value: name },
  )
  return new GraphQLError(message, {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } },
  })
}

/** Yoga writes the status of a response into the errors of validation. */
function withOwnExtensions({ message, nodes, extensions }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { nodes, extensions: { ...extensions } })
}
