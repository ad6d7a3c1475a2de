import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseTraceLine, type TraceLine } from '../trace-analysis/formats/trace-line.ts'
import type { VisitLoad } from './load/visit-load.ts'

/** Keeps the traces of the capture beside the report: a file for each scenario, which `npm run analyse` reads. */
export async function keepTraces(traceFiles: ReadonlyMap<string, string>, folder: string): Promise<void> {
  await mkdir(join(folder, 'traces'), { recursive: true })
  for (const [scenario, file] of traceFiles) {
    await copyFile(file, join(folder, 'traces', `${scenario.replaceAll(/\W+/g, '-')}.jsonl`))
  }
}

/** @throws Error where a line is not a trace line: the servers write nothing else. */
export async function readTraceFile(file: string): Promise<TraceLine[]> {
  const texts = (await readFile(file, 'utf8')).split('\n').filter(Boolean)
  return texts.map((text, index) => {
    const { line, problems } = parseTraceLine(text)
    const [problem] = problems
    if (line && problem === undefined) return line
    throw new Error(`expected trace lines in ${file}, got line ${index + 1}: ${problem}`)
  })
}

/**
 * Keeps every sample of the load beside the report: a line of JSON each, in the order in which they were taken. Those of
 * spoiled visits and of rounds that were repeated are not used for any figure.
 */
export async function keepSamples(visits: readonly VisitLoad[], folder: string): Promise<void> {
  const lines = visits.flatMap(({ visit: { round, scenario, users }, load, isReplaced }) => {
    const isUsed = load.valid && !isReplaced
    return load.samples.map((sample) => `${JSON.stringify({ round, scenario, users, isUsed, ...sample })}\n`)
  })
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'samples.jsonl'), lines.join(''))
}
