import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { sentenceOf } from '../../../src/command.ts'

/** Creates a folder and checks that files can be written to it, before a measurement of minutes. @throws Error */
export async function requireOutputFolder(folder: string): Promise<void> {
  const probe = join(folder, `.writable-${process.pid}`)
  try {
    await createFolder(resolve(folder))
    await writeFile(probe, '')
    await rm(probe)
  } catch (error) {
    throw new Error(`expected --out to be a folder that can be written, got ${folder}: ${sentenceOf(error)}`)
  }
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
