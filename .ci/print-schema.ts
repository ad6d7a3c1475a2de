import { readFile, writeFile } from 'node:fs/promises'
import { GraphQLSchema, printSchema } from 'graphql'
import { runCommand } from '../src/command.ts'
import { createSchema } from '../src/schema/schema.ts'

const HELP = `Writes schema.graphql: the types and fields that the code serves.

  npm run schema -- [options]

  --check   only compare the file with the code
  --help    print this text`

const file = new URL('../schema.graphql', import.meta.url)

await runCommand(
  {
    name: 'schema',
    start: 'npm run schema --',
    help: HELP,
    options: { check: { type: 'boolean', default: false } },
  },
  async ({ values }) => {
    const printed = `${printSchema(queryFirst(createSchema()))}\n`
    if (!values.check) return writeFile(file, printed)
    if ((await readFile(file, 'utf8').catch(() => '')) !== printed) {
      throw new Error(
        'expected schema.graphql to match the code, got a different schema; update it with: npm run schema',
      )
    }
    console.log(`Schema: schema.graphql matches the code (${printed.split('\n').length} lines).`)
  },
)

/** The same schema with its types in the order in which a reader meets them: from Query down. */
function queryFirst(schema: GraphQLSchema): GraphQLSchema {
  return new GraphQLSchema({ ...schema.toConfig(), types: [] })
}
