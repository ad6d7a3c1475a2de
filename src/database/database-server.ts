import { Client, DatabaseError } from 'pg'
import { StartupError } from '../startup-error.ts'
import { openEmbeddedPostgres } from './embedded-postgres.ts'

/** A PostgreSQL server that is up, and the directory's database on it. */
export interface DatabaseServer {
  url: string
  isEmbedded: boolean
  /** What it is and where, for messages. */
  description: string
  /** Releases an embedded server; any other server is left alone. */
  close(): Promise<void>
}

const EMBEDDED_DATABASE = 'jadwal'
const MIN_MAJOR_VERSION = 15

/** The server at `databaseUrl`, or an embedded one with its data in `dataFolder`. */
interface DatabaseServerOptions {
  databaseUrl: string | undefined
  dataFolder: string
}

/**
 * Opens the configured server and checks that it can be used.
 *
 * @throws StartupError if it cannot be reached, refuses the login, or is older than PostgreSQL 15.
 */
export async function openDatabaseServer({
  databaseUrl,
  dataFolder,
}: DatabaseServerOptions): Promise<DatabaseServer> {
  return databaseUrl === undefined ? openEmbeddedServer(dataFolder) : openServerAt(databaseUrl)
}

async function openServerAt(url: string): Promise<DatabaseServer> {
  const description = `PostgreSQL ${await checkServer(url)} at ${placeOf(url)}`
  return { url, isEmbedded: false, description, close: async () => {} }
}

async function openEmbeddedServer(folder: string): Promise<DatabaseServer> {
  const embedded = await openEmbeddedPostgres({ folder })
  try {
    await createDatabaseIfMissing(embedded.urlOf('postgres'), EMBEDDED_DATABASE)
    const embeddedUrl = embedded.urlOf(EMBEDDED_DATABASE)
    const description = `embedded PostgreSQL ${await checkServer(embeddedUrl)} in ${embedded.folder}`
    return { url: embeddedUrl, isEmbedded: true, description, close: () => embedded.close() }
  } catch (error) {
    await embedded.close()
    throw error
  }
}

async function checkServer(url: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version') as version",
    )
    const version = rows[0]?.version.split(' ')[0] ?? 'unknown'
    if (Number.parseInt(version, 10) >= MIN_MAJOR_VERSION) return version
    throw new StartupError(
      `expected PostgreSQL ${MIN_MAJOR_VERSION} or newer at ${placeOf(url)}, got PostgreSQL ${version}`,
    )
  } catch (error) {
    throw error instanceof StartupError
      ? error
      : new StartupError(`${describeFailure(error)} at ${placeOf(url)} (DATABASE_URL)`)
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
