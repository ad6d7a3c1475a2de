import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Degree, FindingKind } from '../../../benchmarks/trace-analysis/findings/finding.ts'
import { readLines } from '../../../benchmarks/trace-analysis/formats/read-lines.ts'
import { readTrace } from '../../../benchmarks/trace-analysis/formats/read-trace.ts'
import type { TracedRequest } from '../../../benchmarks/trace-analysis/requests/traced-request.ts'

const CORPUS = new URL('../../benchmarks/trace-analysis/corpus/', import.meta.url)

/** What a real program logged, and what is wrong with each of its operations. */
export interface RecordedTrace {
  half: 'first' | 'second'
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

/** Programs whose library keeps each row once in a session, so that none is looked up twice. */
const WITH_IDENTITY_MAP = /^sqlalchemy|^prisma\.log/

export async function readCorpus(half: RecordedTrace['half']): Promise<RecordedTrace[]> {
  const folder = new URL(`${half}/`, CORPUS)
  const labels: Record<string, CorpusLabel[]> = JSON.parse(
    await readFile(new URL('labels.json', folder), 'utf8'),
  )
  const files = (await readdir(folder)).filter((file) => file.endsWith('.gz')).toSorted()
  return Promise.all(
    files.map(async (file): Promise<RecordedTrace> => {
      const requests: TracedRequest[] = []
      const path = fileURLToPath(new URL(file, folder))
      const { format } = await readTrace(readLines(path), { onRequest: (request) => requests.push(request) })
      return { half, file, format, requests, truth: truthOf(labels, half, file) }
    }),
  )
}

function truthOf(labels: Record<string, CorpusLabel[]>, half: string, file: string): RecordedTrace['truth'] {
  const truth = new Map(Object.entries(labels).map(([name, found]) => [`GET /${name}`, found]))
  if (half === 'first' && !WITH_IDENTITY_MAP.test(file)) {
    // Two of the eight authors of ten posts are looked up twice.
    truth.set('GET /look_ups', [...(truth.get('GET /look_ups') ?? []), ['repeated', 'author']])
  }
  return truth
}
