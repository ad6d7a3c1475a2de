import { readFile, writeFile } from 'node:fs/promises'
import { GraphQLError, parse, Source } from 'graphql'
import { runCommand, sentenceOf, UsageError } from './command.ts'
import { persistDocuments } from './document/persisted-documents.ts'
import { createSchema } from './schema/schema.ts'
import { StartupError } from './startup-error.ts'

const DEFAULT_MANIFEST = 'persisted-documents.json'

const HELP = `Writes the manifest of the operations that PERSISTED_ONLY=1 allows.

  npm run persist -- [--out FILE] FILE.graphql…

  --out FILE    manifest to write (default ${DEFAULT_MANIFEST})
  --help        print this text

Operations may use fragments of other files. Start with PERSISTED_DOCUMENTS=${DEFAULT_MANIFEST}.`

async function persist(files: string[], out: string): Promise<void> {
  if (files.length === 0) throw new UsageError('expected one file or more, got none')
  const documents = persistDocuments(await Promise.all(files.map(readDocument)), createSchema())
  await writeFile(out, `${JSON.stringify(documents, null, 2)}\n`)
  const count = Object.keys(documents).length
  console.log(`Wrote ${count} ${count === 1 ? 'operation' : 'operations'} to ${out}.`)
}

async function readDocument(file: string) {
  try {
    return parse(new Source(await readFile(file, 'utf8'), file))
  } catch (error) {
    throw new StartupError(
      error instanceof GraphQLError ? String(error) : `cannot read ${file}: ${sentenceOf(error)}`,
    )
  }
}

await runCommand(
  {
    name: 'jadwal',
    start: 'npm run persist --',
    help: HELP,
    takes: 'files',
    options: { out: { type: 'string', default: DEFAULT_MANIFEST } },
  },
  ({ values, positionals }) => persist(positionals, values.out),
)
