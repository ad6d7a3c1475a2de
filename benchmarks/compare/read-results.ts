import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchmarkResult } from '../result.ts'

/** A result and the file that it was read from. */
export interface ResultFile {
  file: string
  result: BenchmarkResult
}

/** Reads a `result.json`. @throws Error in one sentence where it is none of this version. */
export async function readResult(file: string): Promise<ResultFile> {
  const expected = `expected ${file} to be the result.json of a benchmark`
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${expected}, and could not read it: ${error.code}`)
  })
  const result = parseResult(text)
  if (result === undefined) throw new Error(`${expected}, got something else`)
  if (result.version !== VERSION) {
    throw new Error(
      `${expected} of version ${VERSION}, got version ${result.version}; run that benchmark again with npm run bench`,
    )
  }
  return { file, result }
}

/** Reads all results in a folder and its folders, in the order in which they were started; other files are left out. */
export async function readResults(folder: string): Promise<ResultFile[]> {
  const names = await readdir(folder, { recursive: true })
  const results: ResultFile[] = []
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    const file = join(folder, name)
    const result = parseResult(await readFile(file, 'utf8'))
    if (result?.version === VERSION) results.push({ file, result })
  }
  return results.sort((a, b) => a.result.startedAt.localeCompare(b.result.startedAt))
}

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
}

const VERSION = 2

/** Undefined where the text is not a result of any version. The benchmark writes what its types say. */
function parseResult(text: string): BenchmarkResult | undefined {
  try {
    const value: Partial<BenchmarkResult> | null = JSON.parse(text)
    const isResult =
      typeof value?.version === 'number' && Array.isArray(value.scenarios) && Boolean(value.settings)
    return isResult ? (value as BenchmarkResult) : undefined
  } catch {
    return undefined
  }
}
