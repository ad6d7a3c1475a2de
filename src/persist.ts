import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { GraphQLError, parse, Source } from 'graphql'
import { persistDocuments } from './http/plugins/persisted-documents.ts'
import { createSchema } from './schema/schema.ts'
import { reportFailure, StartupError } from './startup-error.ts'

const DEFAULT_MANIFEST = 'persisted-documents.json'

const HELP = `Writes the manifest of the operations that PERSISTED_ONLY=1 allows.

  npm run persist -- [--out FILE] FILE.graphql…

  --out FILE    manifest to write (default ${DEFAULT_MANIFEST})
  --help        show this text

Operations may use fragments of other files. Start with PERSISTED_DOCUMENTS=${DEFAULT_MANIFEST}.`

async function persist(): Promise<void> {
  const { values, positionals } = readArguments()
  if (values.help) return console.log(HELP)
  if (positionals.length === 0)
    throw new StartupError('expected one file or more (see npm run persist -- --help)')
  const documents = persistDocuments(await Promise.all(positionals.map(readDocument)), createSchema())
  await writeFile(values.out, `${JSON.stringify(documents, null, 2)}\n`)
  console.log(`Wrote ${Object.keys(documents).length} operations to ${values.out}.`)
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        out: { type: 'string', default: DEFAULT_MANIFEST },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new StartupError(
      `${error instanceof Error ? error.message : error} (see npm run persist -- --help)`,
    )
  }
}

async function readDocument(file: string) {
  try {
    return parse(new Source(await readFile(file, 'utf8'), file))
  } catch (error) {
    throw new StartupError(error instanceof GraphQLError ? String(error) : `cannot read ${file}: ${error}`)
  }
}

await persist().catch(reportFailure)
