import { Client, DatabaseError } from 'pg'
import { StartupError } from '../../startup-error.ts'
import { openEmbeddedPostgres } from './embedded-postgres.ts'
import { createApplicationRole, EMBEDDED_APPLICATION_ROLE } from './roles.ts'

/** A PostgreSQL server that is up, and the directory's database on it. */
export interface DatabaseServer {
  /** As the application connects. */
  url: string
  /** As the owner of the tables connects, for migrations and seeding. */
  ownerUrl: string
  /** The application's role; undefined if it is the owner's. */
  applicationRole: string | undefined
  isEmbedded: boolean
  /** What it is and where, for messages. */
  description: string
  /** Releases an embedded server; any other server is left alone. */
  close(): Promise<void>
}

const EMBEDDED_DATABASE = 'jadwal'
const MIN_MAJOR_VERSION = 15
/** Names and searches are any Unicode text. */
const ENCODING = 'UTF8'

/** The server at `databaseUrl`, or an embedded one with its data in `dataFolder`. */
interface DatabaseServerOptions {
  databaseUrl: string | undefined
  /** Default: `databaseUrl`. */
  databaseOwnerUrl: string | undefined
  dataFolder: string
}

/**
 * Opens the configured server and checks that it can be used.
 *
 * @throws StartupError if it cannot be reached, refuses a login, is older than PostgreSQL 15 or has another encoding than
 *   UTF8, or if the two URLs lead to different databases.
 */
export async function openDatabaseServer({
  databaseUrl,
  databaseOwnerUrl,
  dataFolder,
}: DatabaseServerOptions): Promise<DatabaseServer> {
  return databaseUrl === undefined
    ? openEmbeddedServer(dataFolder)
    : openServerAt(databaseUrl, databaseOwnerUrl)
}

async function openServerAt(url: string, ownerUrl = url): Promise<DatabaseServer> {
  const application = await checkServer(url, 'DATABASE_URL')
  const owner = ownerUrl === url ? application : await checkServer(ownerUrl, 'DATABASE_OWNER_URL')
  if (application.database !== owner.database) {
    throw new StartupError(
      `expected DATABASE_URL and DATABASE_OWNER_URL to be of one database, got "${application.database}" and "${owner.database}"`,
    )
  }
  return {
    url,
    ownerUrl,
    applicationRole: application.role === owner.role ? undefined : application.role,
    isEmbedded: false,
    description: `PostgreSQL ${application.version} at ${placeOf(url)}`,
    close: async () => {},
  }
}

async function openEmbeddedServer(folder: string): Promise<DatabaseServer> {
  const embedded = await openEmbeddedPostgres({ folder })
  try {
    await createDatabaseIfMissing(embedded.urlOf('postgres'), EMBEDDED_DATABASE)
    const ownerUrl = embedded.urlOf(EMBEDDED_DATABASE)
    await createApplicationRole(ownerUrl)
    const { version } = await checkServer(ownerUrl, 'DATA_FOLDER')
    return {
      url: embedded.urlOf(EMBEDDED_DATABASE, EMBEDDED_APPLICATION_ROLE),
      ownerUrl,
      applicationRole: EMBEDDED_APPLICATION_ROLE,
      isEmbedded: true,
      description: `embedded PostgreSQL ${version} in ${embedded.folder}`,
      close: () => embedded.close(),
    }
  } catch (error) {
    await embedded.close()
    throw error
  }
}

interface ServerIdentity {
  version: string
  database: string
  /** Whose privileges apply. The server says it, since a URL need not name a user. */
  role: string
  encoding: string
}

async function checkServer(url: string, setting: string): Promise<ServerIdentity> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    const { rows } = await client.query<ServerIdentity>(
      `select current_setting('server_version') as version, current_database()::text as database,
         current_user::text as role, current_setting('server_encoding') as encoding`,
    )
    const { version: fullVersion = 'unknown', database = '', role = '', encoding = '' } = rows[0] ?? {}
    const version = fullVersion.split(' ')[0] ?? fullVersion
    if (Number.parseInt(version, 10) < MIN_MAJOR_VERSION) {
      throw new StartupError(
        `expected PostgreSQL ${MIN_MAJOR_VERSION} or newer at ${placeOf(url)}, got PostgreSQL ${version}`,
      )
    }
    if (encoding !== ENCODING) {
      throw new StartupError(
        `expected a database with the encoding ${ENCODING} at ${placeOf(url)}, got ${encoding}`,
      )
    }
    return { version, database, role, encoding }
  } catch (error) {
    throw error instanceof StartupError
      ? error
      : new StartupError(`${describeFailure(error)} at ${placeOf(url)} (${setting})`)
  } finally {
    await client.end().catch(() => {})
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof DatabaseError) return `PostgreSQL says "${error.message}"`
  const reason =
    error instanceof Error ? error.message || ('code' in error ? String(error.code) : error.name) : error
  return `no PostgreSQL server answers (${reason})`
}

/** The server and the database of a URL, without its user and password. */
function placeOf(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url)
  const host = searchParams.get('host') ?? (hostname || 'localhost')
  return `${host}:${port || 5432}${pathname}`
}

async function createDatabaseIfMissing(adminUrl: string, name: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`)
  } catch (error) {
    if (
      !(
        error instanceof DatabaseError &&
        (error.code === DUPLICATE_DATABASE || error.code === UNIQUE_VIOLATION)
      )
    )
      throw error
  } finally {
    await client.end()
  }
}

const DUPLICATE_DATABASE = '42P04'
/** Raised for the second of two processes that create it concurrently. */
const UNIQUE_VIOLATION = '23505'
