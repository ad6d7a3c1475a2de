import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { sentenceOf } from '../../../src/command.ts'
import type { ReportDocument } from '../../report/document/document.ts'
import { textTables } from '../../report/rendering/text-tables.ts'
import { writeDocument } from '../../report/rendering/write-document.ts'

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
