import type { DocumentNode, GraphQLSchema, ValidationRule } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { DocumentLimits } from './document-limits.ts'
import { type ReadDocument, readDocument } from './read-document.ts'

export interface DocumentStore {
  /** The limits of its documents and their operations. */
  limits: DocumentLimits
  /** Reads a text, or gives what was read of it before. @throws GraphQLError if it cannot be parsed. */
  read(text: string): StoredDocument
  /** What was read of a document that this store gave out. */
  of(document: DocumentNode): StoredDocument | undefined
  /** Documents that are kept, and an upper estimate of their bytes. */
  readonly kept: { documents: number; bytes: number }
}

/** A document with the number of times that it was read. */
export interface StoredDocument extends ReadDocument {
  uses: number
}

/**
 * An upper estimate on Node 24: syntax tree and tokens, then plan and compiled form. A compiled page of the benchmark
 * took 83 kB of heap; others took a half to a tenth of their estimate.
 */
const BYTES_PER_TOKEN = 600
const BYTES_PER_SELECTION = 8000
const BYTES_PER_DOCUMENT = 2000

/**
 * Keeps the documents that were used last, up to a number of bytes. What is not valid is not kept.
 *
 * @param rules of validation, beside those of the specification.
 */
export function createDocumentStore(
  schema: GraphQLSchema,
  limits: DocumentLimits,
  rules: readonly ValidationRule[] = [],
): DocumentStore {
  const documents = new LRUCache<string, StoredDocument>({
    maxSize: limits.cacheBytes,
    sizeCalculation: estimateBytes,
  })
  // Also of documents that are not kept, for as long as the request has them.
  const readOf = new WeakMap<DocumentNode, StoredDocument>()
  return {
    limits,
    read(text) {
      const known = documents.get(text)
      if (known !== undefined) {
        known.uses += 1
        return known
      }
      const read = { ...readDocument({ schema, limits, rules }, text), uses: 1 }
      readOf.set(read.document, read)
      if (read.errors.length === 0) documents.set(text, read)
      return read
    },
    of: (document) => readOf.get(document),
    get kept() {
      return { documents: documents.size, bytes: documents.calculatedSize }
    },
  }
}

function estimateBytes({ tokens, measures }: ReadDocument, text: string): number {
  return (
    BYTES_PER_DOCUMENT +
    2 * 2 * text.length +
    BYTES_PER_TOKEN * tokens +
    BYTES_PER_SELECTION * measures.selections
  )
}
