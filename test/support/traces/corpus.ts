import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { Degree, FindingKind } from '../../../benchmarks/trace-analysis/findings/finding.ts'
import { readLines } from '../../../benchmarks/trace-analysis/formats/read-lines.ts'
import { readTrace } from '../../../benchmarks/trace-analysis/formats/read-trace.ts'
import type { TracedRequest } from '../../../benchmarks/trace-analysis/requests/traced-request.ts'

const CORPUS = new URL('../../benchmarks/trace-analysis/corpus/', import.meta.url)

/** The parts of the corpus, in the order in which they were recorded. */
export const SETS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'] as const
export type SetName = (typeof SETS)[number]

/** What a real program logged, and what is wrong with each of its operations. */
export interface RecordedTrace {
  set: SetName
  file: string
  format: string
  requests: TracedRequest[]
  truth: Map<string, CorpusLabel[]>
}

export type CorpusLabel = [kind: FindingKind, table: string]

/** What a detector flags in an operation: the kind, and the text of the statement. */
export interface Flagged {
  operation: string
  kind: FindingKind
  text: string
  degree?: Degree
}

export type Detector = (trace: RecordedTrace) => Flagged[]

/** Scenarios of which some programs send other statements than most. */
interface LabelException {
  set: SetName
  /** A regular expression for the names of their files. */
  files: string
  why: string
  labels: Record<string, CorpusLabel[]>
}

export async function readCorpus(set: SetName): Promise<RecordedTrace[]> {
  const folder = new URL(`${set}/`, CORPUS)
  const labels: Record<string, CorpusLabel[]> = await readJson(new URL('labels.json', folder))
  const exceptions: LabelException[] = await readJson(new URL('exceptions.json', CORPUS))
  const files = (await readdir(folder)).filter((file) => file.endsWith('.gz')).toSorted()
  return Promise.all(
    files.map(async (file): Promise<RecordedTrace> => {
      const path = fileURLToPath(new URL(file, folder))
      const requests: TracedRequest[] = []
      const log = gunzipSync(await readFile(path)).toString()
      const { format } = await readTrace(readLines(path), { onRequest: (request) => requests.push(request) })
      const own = exceptions.filter((each) => each.set === set && new RegExp(each.files).test(file))
      const all = Object.assign({}, labels, ...own.map((exception) => exception.labels))
      return { set, file, format, requests, truth: truthOf(all, log) }
    }),
  )
}

async function readJson<Content>(url: URL): Promise<Content> {
  return JSON.parse(await readFile(url, 'utf8'))
}

/** The labels of the scenarios that a program ran: its log names them, whether or not the analysis can read it. */
function truthOf(labels: Record<string, CorpusLabel[]>, log: string): RecordedTrace['truth'] {
  const ran = Object.entries(labels).filter(([name]) => new RegExp(`/${name}\\b`).test(log))
  return new Map(ran.map(([name, found]) => [`GET /${name}`, found]))
}
