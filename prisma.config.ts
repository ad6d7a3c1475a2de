import { defineConfig } from 'prisma/config'

// `prisma generate` downloads a schema-engine binary that it never runs. Naming a program that is
// there already keeps the install to the package registry.
if (process.argv.includes('generate')) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath
}

export default defineConfig({ schema: 'prisma/schema.prisma' })
