import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { sentenceOf } from '../../../src/command.ts'
import type { ReportDocument } from '../../report/document/document.ts'
import { textTables } from '../../report/rendering/text-tables.ts'
import { writeDocument } from '../../report/rendering/write-document.ts'

/**
 * Creates a folder and checks that files can be written to it, and have room, before a measurement of minutes. Until the claim is
 * disposed of, no other run takes the folder: the files of two runs would not belong together.
 *
 * @throws Error
 */
export async function claimOutputFolder(folder: string): Promise<AsyncDisposable> {
  const expected = 'expected --out to be a folder that'
  const mark = join(folder, `${MARK}${process.pid}`)
  const users = await usersOf(folder)
  const user = users.find(isRunning)
  if (user !== undefined)
    throw new Error(`${expected} no other run writes to, got ${folder}: process ${user} does`)
  try {
    await createFolder(resolve(folder))
    await writeFile(mark, '')
    for (const gone of users) await rm(join(folder, `${MARK}${gone}`), { force: true })
  } catch (error) {
    throw new Error(`${expected} can be written, got ${folder}: ${sentenceOf(error)}`)
  }
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < MIN_FREE_BYTES) {
    await rm(mark, { force: true })
    throw new Error(
      `${expected} has ${megabytes(MIN_FREE_BYTES)} of free space, got ${folder} with ${megabytes(bavail * bsize)}`,
    )
  }
  return { [Symbol.asyncDispose]: () => rm(mark, { force: true }) }
}

/** More than a run of ten minutes writes. */
const MIN_FREE_BYTES = 32 * 2 ** 20

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 2 ** 20)} MiB`
}

/** Followed by the id of the process that writes to the folder. */
const MARK = '.in-use-by-'

async function usersOf(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name.startsWith(MARK)).map((name) => Number(name.slice(MARK.length)))
}

function isRunning(pid: number): boolean {
  if (pid === process.pid || !Number.isInteger(pid) || pid <= 0) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // It runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Writes a result and its report into a folder, and prints the report's tables and where it is. */
export async function publishReport(result: object, document: ReportDocument, folder: string): Promise<void> {
  await writeDocument(result, document, folder)
  console.log(`${textTables(document)}\n\nThe report is ${join(folder, 'report.html')}.`)
}

/** As `mkdir` with `recursive`, which never returns where the system refuses with ENOENT, as it does under /proc. */
async function createFolder(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || dirname(path) === path) throw error
    await createFolder(dirname(path))
    await mkdir(path)
  }
}
