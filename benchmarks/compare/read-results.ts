import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import type { BenchmarkResult } from '../result.ts'
import { ComparableResult } from './result-schema.ts'

/** A result and the file that it was read from. */
export interface ResultFile {
  file: string
  result: BenchmarkResult
}

/** Reads a `result.json`, or the one in the folder of a run. @throws Error in one sentence where it is none of this version. */
export async function readResult(path: string): Promise<ResultFile> {
  const file = (await isFolder(path)) ? join(path, 'result.json') : path
  const expected = `expected ${file} to be the result.json of a benchmark`
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${expected}, and could not read it: ${error.code}`)
  })
  const read = parseResult(text)
  switch (read.kind) {
    case 'result':
      return { file, result: read.result }
    case 'other version':
      throw new Error(
        `${expected} of version ${VERSION}, got version ${read.version}; run that benchmark again with npm run bench`,
      )
    case 'broken':
      throw new Error(`${expected}, got one that is broken: ${read.reason}`)
    case 'no JSON':
      throw new Error(`${expected}, got a file that is no JSON, or not all of it`)
    case 'something else':
      throw new Error(`${expected}, got something else`)
  }
}

/** The results in a folder. */
export interface FolderResults {
  /** In the order in which they were started. */
  files: ResultFile[]
  /** Results that cannot be compared, since they have another version or are broken. Other files are not counted. */
  leftOut: string[]
}

/** Reads all results in a folder and its folders. */
export async function readResults(folder: string): Promise<FolderResults> {
  const names = await readdir(folder, { recursive: true })
  const files: ResultFile[] = []
  const leftOut: string[] = []
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    const file = join(folder, name)
    // What cannot be read, such as a folder of that name, is no result.
    const read = parseResult(await readFile(file, 'utf8').catch(() => ''))
    if (read.kind === 'result') files.push({ file, result: read.result })
    else if (read.kind === 'other version' || read.kind === 'broken') leftOut.push(file)
  }
  return { files: files.sort((a, b) => a.result.startedAt.localeCompare(b.result.startedAt)), leftOut }
}

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
}

const VERSION = 2

/** What results of all versions have, and other files do not. */
const AnyResult = v.looseObject({
  version: v.number(),
  scenarios: v.array(v.unknown()),
  settings: v.looseObject({}),
})

type ReadResult =
  | { kind: 'result'; result: BenchmarkResult }
  | { kind: 'other version'; version: number }
  | { kind: 'broken'; reason: string }
  | { kind: 'no JSON' }
  | { kind: 'something else' }

function parseResult(text: string): ReadResult {
  const value = parseJson(text)
  if (value === undefined) return { kind: 'no JSON' }
  if (!v.is(AnyResult, value)) return { kind: 'something else' }
  if (value.version !== VERSION) return { kind: 'other version', version: value.version }
  return isComparable(value) ? { kind: 'result', result: value } : { kind: 'broken', reason: reasonOf(value) }
}

/** The benchmark writes what its types say; what a comparison reads is looked at, since files can be edited. */
function isComparable(value: unknown): value is BenchmarkResult {
  return v.is(ComparableResult, value)
}

function reasonOf(value: unknown): string {
  const [issue] = v.safeParse(ComparableResult, value, { abortEarly: true }).issues ?? []
  if (issue === undefined) return ''
  const place = v.getDotPath(issue)
  return issue.received === 'undefined' ? `it has no ${place}` : `${place} is ${issue.received}`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
