import { type ExecFileException, execFile } from 'node:child_process'
import { readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { StartupError } from '../../startup-error.ts'
import { type EmbeddedInstallation, prepareInstallation } from './embedded-installation.ts'

/** Every process that uses the server holds this advisory lock, shared; the last one can take it exclusively. */
const IN_USE_LOCK = 0x6a616477

const MAX_ATTEMPTS = 5

export interface EmbeddedPostgres {
  /** The connection URL of a database on this server; as its superuser, unless a role is given. */
  urlOf(databaseName: string, role?: string): string
  /** The folder of the data and the log. */
  folder: string
  /** Releases the server, and stops it if no other process uses it. */
  close(): Promise<void>
}

interface EmbeddedPostgresOptions {
  folder: string
  /** Additional server settings, such as `{ fsync: 'off' }`; only used if this call starts the server. */
  settings?: Record<string, string>
}

/**
 * Starts the PostgreSQL of the npm packages on a folder of its own, or joins the one that already runs there. The server
 * listens on a Unix socket that only its user and root can open, and on no port.
 *
 * It survives a process that is killed; the next one joins it. The server itself knows who uses it (an advisory lock
 * ends with its session), so there is no lock file that can be stale.
 *
 * @throws StartupError with the end of the server's log if it does not start.
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const installation = await prepareInstallation(options.folder)
  await ensureDataFolder(installation)
  const session = await joinServer(installation, options.settings ?? {})
  return {
    urlOf: (databaseName, role) => urlOf(installation, databaseName, role),
    folder: installation.folder,
    async close() {
      const { rows } = await session.query<{ last: boolean }>(
        'select pg_advisory_unlock_shared($1), pg_try_advisory_lock($1) as last',
        [IN_USE_LOCK],
      )
      // The lock is held until the server has stopped: a process that joins meanwhile waits, is cut off, and retries.
      if (rows[0]?.last) {
        await runProgram(installation, 'pg_ctl', ['stop', '-w', '-m', 'fast', '-D', dataFolder(installation)])
      }
      await session.end()
    },
  }
}

async function joinServer(
  installation: EmbeddedInstallation,
  settings: Record<string, string>,
): Promise<Client> {
  for (let attempt = 1; ; attempt++) {
    try {
      if (!(await isRunning(installation))) await startServer(installation, settings)
      return await openSession(installation)
    } catch (error) {
      // Another process may be starting or stopping the same server.
      if (attempt === MAX_ATTEMPTS) throw error
      await sleep(200 * attempt)
    }
  }
}

async function openSession(installation: EmbeddedInstallation): Promise<Client> {
  const session = new Client({
    connectionString: urlOf(installation, 'postgres'),
    application_name: `jadwal ${process.pid}`,
  })
  // Without a listener, losing the server would end this process.
  session.on('error', () => {})
  await session.connect()
  await session.query('select pg_advisory_lock_shared($1)', [IN_USE_LOCK])
  return session
}

async function startServer(
  installation: EmbeddedInstallation,
  settings: Record<string, string>,
): Promise<void> {
  const all = {
    listen_addresses: '',
    // A list of names, in which a comma ends one that is not in quotes.
    unix_socket_directories: `"${installation.socketFolder}"`,
    unix_socket_permissions: '0700',
    shared_preload_libraries: 'pg_stat_statements',
    ...settings,
  }
  const flags = Object.entries(all).map(([name, value]) => `-c ${name}=${forShell(value)}`)
  const log = join(installation.folder, 'server.log')
  const started = ['start', '-w', '-D', dataFolder(installation), '-l', log, '-o', flags.join(' ')]
  await runProgram(installation, 'pg_ctl', started).catch(async (error) => {
    const output = await readFile(log, 'utf8').catch(() => '')
    throw new StartupError(
      `PostgreSQL did not start on ${installation.folder}: ${output.trim().split('\n').slice(-4).join('\n  ') || error}`,
    )
  })
}

/** pg_ctl starts the server by a shell. */
function forShell(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}

async function isRunning(installation: EmbeddedInstallation): Promise<boolean> {
  return runProgram(installation, 'pg_ctl', ['status', '-D', dataFolder(installation)]).then(
    () => true,
    () => false,
  )
}

/** Creates the data folder under another name first, so that an interrupted initdb does not leave a broken one. */
async function ensureDataFolder(installation: EmbeddedInstallation): Promise<void> {
  const folder = dataFolder(installation)
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version !== undefined) {
    const { stdout } = await runProgram(installation, 'initdb', ['--version'])
    const major = /(\d+)/.exec(stdout)?.[1]
    if (version.trim() === major) return
    throw new StartupError(
      `expected data of PostgreSQL ${major} in ${folder}, got data of PostgreSQL ${version.trim()}; ` +
        'move the folder away to start with a new one',
    )
  }
  const unfinished = `${folder}.${process.pid}`
  await runProgram(installation, 'initdb', [
    ...['-D', unfinished, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'],
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ]).catch((error: ExecFileException) => {
    throw new StartupError(
      `could not create a PostgreSQL data folder at ${folder}: ${(error.stderr || error.message).trim()}`,
    )
  })
  await rename(unfinished, folder).catch(async (error) => {
    await rm(unfinished, { recursive: true, force: true })
    if ((await stat(folder).catch(() => undefined)) === undefined) throw error
  })
}

function dataFolder(installation: EmbeddedInstallation): string {
  return join(installation.folder, 'data')
}

function urlOf(installation: EmbeddedInstallation, databaseName: string, role = 'postgres'): string {
  return `postgresql://${role}@localhost/${databaseName}?host=${encodeURIComponent(installation.socketFolder)}`
}

function runProgram(
  installation: EmbeddedInstallation,
  program: keyof EmbeddedInstallation['programs'],
  args: string[],
): Promise<{ stdout: string }> {
  const options = { ...installation.user, cwd: '/', encoding: 'utf8' as const }
  return new Promise((done, failed) => {
    execFile(installation.programs[program], args, options, (error, stdout) => {
      if (error) failed(error)
      else done({ stdout })
    })
  })
}
