import type { BenchmarkResult } from '../result.ts'
import { writeDocument } from './rendering/write-document.ts'
import { reportDocument } from './report-document.ts'

/** Writes the report of a run into a folder, as `writeDocument` does. */
export function writeReport(result: BenchmarkResult, folder: string): Promise<string[]> {
  return writeDocument(result, reportDocument(result), folder)
}
