import { openDatabaseServer } from '../src/database/database-server.ts'
import { applyMigrations, readMigrations } from '../src/database/migrations.ts'
import { readEnvironment } from '../src/environment.ts'
import { reportFailure } from '../src/startup-error.ts'

async function migrate(): Promise<void> {
  const server = await openDatabaseServer(readEnvironment())
  try {
    const applied = await applyMigrations(server.url, await readMigrations())
    console.log(
      applied.length === 0
        ? `The ${server.description} is up to date.`
        : `Applied to the ${server.description}:\n  ${applied.join('\n  ')}`,
    )
  } finally {
    await server.close()
  }
}

await migrate().catch(reportFailure)
