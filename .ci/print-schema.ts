import { readFile, writeFile } from 'node:fs/promises'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { createSchema } from '../src/schema/schema.ts'

// `npm run schema` writes schema.graphql; with --check it says whether the file is what the code would write.
const file = new URL('../schema.graphql', import.meta.url)
const printed = `${printSchema(lexicographicSortSchema(createSchema()))}\n`

if (!process.argv.includes('--check')) {
  await writeFile(file, printed)
} else if ((await readFile(file, 'utf8').catch(() => '')) === printed) {
  console.log(`Schema: schema.graphql is what the code says, ${printed.split('\n').length} lines.`)
} else {
  console.error(
    'expected schema.graphql to be what the code says, got another; write it with: npm run schema',
  )
  process.exitCode = 1
}
