import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after } from 'node:test'
import { promisify } from 'node:util'
import { prepareInstallation } from '../../../src/database/set-up/embedded-installation.ts'
import { listen } from '../system/listen.ts'
import { makeOpenFolder } from '../system/open-folder.ts'
import { until } from '../system/until.ts'

const run = promisify(execFile)

/** A PostgreSQL server that a test starts and stops, on a TCP port and a Unix socket of its own. */
export interface PostgresProcess {
  /** The URL of its database, over the Unix socket. */
  url: string
  port: number
  /** The folder of its configuration, certificates included. */
  dataFolder: string
  start(): Promise<void>
  /** `fast` disconnects clients; `immediate` is a crash from which the next start recovers. */
  stop(mode: 'fast' | 'immediate'): Promise<void>
  /** Sends a signal to the main process, which accepts connections and starts the others. */
  signal(signal: NodeJS.Signals): Promise<void>
}

/**
 * Creates a server that is not started yet. It ends after the tests of the file.
 *
 * @param settings of `postgresql.conf`, such as `{ ssl: 'on' }`.
 */
export async function createPostgresProcess(settings: Record<string, string> = {}): Promise<PostgresProcess> {
  const folder = await makeOpenFolder()
  const { programs, user, socketFolder } = await prepareInstallation(join(folder, 'postgres'))
  const dataFolder = join(folder, 'postgres', 'data')
  const port = await freePort()
  const all = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: socketFolder,
    fsync: 'off',
    ...settings,
  }
  const flags = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`)
  const execute = (program: 'initdb' | 'pg_ctl', ...args: string[]) =>
    run(programs[program], args, { ...user, cwd: '/' })
  const isRunning = () =>
    execute('pg_ctl', 'status', '-D', dataFolder).then(
      () => true,
      () => false,
    )
  const server: PostgresProcess = {
    url: `postgresql://postgres@localhost:${port}/postgres?host=${encodeURIComponent(socketFolder)}`,
    port,
    dataFolder,
    async start() {
      const log = join(folder, 'postgres', 'server.log')
      await execute('pg_ctl', 'start', '-w', '-D', dataFolder, '-l', log, '-o', flags.join(' '))
    },
    async stop(mode) {
      await execute('pg_ctl', 'stop', '-w', '-m', mode, '-D', dataFolder)
    },
    async signal(signal) {
      const [pid] = (await readFile(join(dataFolder, 'postmaster.pid'), 'utf8')).split('\n')
      process.kill(Number(pid), signal)
    },
  }
  after(async () => {
    if (await isRunning()) {
      await server.signal('SIGCONT')
      await server.signal('SIGQUIT')
      await until(async () => !(await isRunning()))
    }
    await rm(folder, { recursive: true, maxRetries: 5, retryDelay: 100 })
  })
  await execute('initdb', '-D', dataFolder, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync')
  return server
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  await new Promise((closed) => server.close(closed))
  return port
}
