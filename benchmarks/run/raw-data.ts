import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { VisitLoad } from './load-results.ts'

/** Keeps what a report is drawn from but does not hold, for whoever wants to look closer or reckon anew. */

/** The traces of the capture, a file for each scenario, as `npm run analyse` reads them. */
export async function keepTraces(traceFiles: ReadonlyMap<string, string>, folder: string): Promise<void> {
  await mkdir(join(folder, 'traces'), { recursive: true })
  for (const [scenario, file] of traceFiles) {
    await copyFile(file, join(folder, 'traces', `${scenario.replaceAll(/\W+/g, '-')}.jsonl`))
  }
}

/** Every sample of the load, a line of JSON each, in the order in which they were taken. */
export async function keepSamples(visits: readonly VisitLoad[], folder: string): Promise<void> {
  const lines = visits.flatMap(({ visit: { round, scenario, users }, load }) =>
    load.samples.map((sample) => `${JSON.stringify({ round, scenario, users, ...sample })}\n`),
  )
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'samples.jsonl'), lines.join(''))
}
