import { runCommand } from '../src/command.ts'
import { openDatabaseServer } from '../src/database/set-up/database-server.ts'
import { migrate } from '../src/database/set-up/migrations.ts'
import { findExcessPrivileges } from '../src/database/set-up/roles.ts'
import { readEnvironment } from '../src/environment.ts'

const HELP = `Applies the migrations that are missing. With DATABASE_OWNER_URL, lets the role of DATABASE_URL read the tables.

  npm run migrate

  --help   print this text

Without DATABASE_URL, the embedded PostgreSQL is migrated.`

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

await runCommand({ name: 'jadwal', start: 'npm run migrate --', help: HELP, options: {} }, run)
