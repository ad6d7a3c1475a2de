import { appendFile } from 'node:fs/promises'
import { sentenceOf } from '../../../src/command.ts'

/** The file that GitHub Actions shows as the summary of a job. */
export interface JobSummary {
  add(markdown: string): Promise<void>
}

/** Tries the file of a job's summary, where there is one, before a measurement of minutes. @throws Error */
export async function openJobSummary(file: string | undefined): Promise<JobSummary | undefined> {
  if (!file) return undefined
  const add = (markdown: string) =>
    appendFile(file, markdown).catch((error: unknown) => {
      throw new Error(
        `expected GITHUB_STEP_SUMMARY to be a file that can be written, got ${file}: ${sentenceOf(error)}`,
      )
    })
  await add('')
  return { add }
}
