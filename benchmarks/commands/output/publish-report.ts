import { join } from 'node:path'
import type { ReportDocument } from '../../report/document/document.ts'
import { textTables } from '../../report/rendering/text-tables.ts'
import { writeDocument } from '../../report/rendering/write-document.ts'

/** Writes a result and its report into a folder, and prints the report's tables and where it is. */
export async function publishReport(result: object, document: ReportDocument, folder: string): Promise<void> {
  await writeDocument(result, document, folder)
  console.log(`${textTables(document)}\n\nThe report is ${join(folder, 'report.html')}.`)
}
