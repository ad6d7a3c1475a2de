import { openDatabaseServer } from '../src/database/database-server.ts'
import { migrate } from '../src/database/migrations.ts'
import { findExcessPrivileges } from '../src/database/roles.ts'
import { readEnvironment } from '../src/environment.ts'
import { reportFailure } from '../src/startup-error.ts'

async function run(): Promise<void> {
  const server = await openDatabaseServer(readEnvironment())
  try {
    const applied = await migrate(server)
    console.log(
      applied.length === 0
        ? `The ${server.description} is up to date.`
        : `Applied to the ${server.description}:\n  ${applied.join('\n  ')}`,
    )
    if (server.applicationRole === undefined) return
    const { role, privileges } = await findExcessPrivileges(server.url)
    console.log(
      privileges.length === 0
        ? `The role "${role}" can read the tables.`
        : `The role "${role}" can read the tables, but also ${privileges.join(', ')}.`,
    )
  } finally {
    await server.close()
  }
}

await run().catch(reportFailure)
