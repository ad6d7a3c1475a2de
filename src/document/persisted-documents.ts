import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
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
import * as v from 'valibot'
import { StartupError } from '../startup-error.ts'

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
