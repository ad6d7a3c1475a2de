import { readFile, writeFile } from 'node:fs/promises'
import { GraphQLSchema, printSchema } from 'graphql'
import { createSchema } from '../src/schema/schema.ts'

// `npm run schema` writes schema.graphql; with --check it only compares the file with the code.
const file = new URL('../schema.graphql', import.meta.url)
const printed = `${printSchema(queryFirst(createSchema()))}\n`

if (!process.argv.includes('--check')) {
  await writeFile(file, printed)
} else if ((await readFile(file, 'utf8').catch(() => '')) === printed) {
  console.log(`Schema: schema.graphql matches the code (${printed.split('\n').length} lines).`)
} else {
  console.error(
    'expected schema.graphql to match the code, got a different schema; update it with: npm run schema',
  )
  process.exitCode = 1
}

/** The same schema with its types in the order in which a reader meets them: from Query down. */
function queryFirst(schema: GraphQLSchema): GraphQLSchema {
  return new GraphQLSchema({ ...schema.toConfig(), types: [] })
}
