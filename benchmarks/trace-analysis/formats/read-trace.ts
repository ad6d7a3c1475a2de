import type { TracedRequest } from '../requests/traced-request.ts'
import { APPLICATION_LOG } from './application/application-log.ts'
import { SQLALCHEMY_LOG } from './application/sqlalchemy-log.ts'
import { OTLP_JSON } from './otlp/otlp-json.ts'
import { POSTGRES_STDERR_LOG } from './postgres/postgres-stderr-log.ts'
import { POSTGRES_CSV_LOG, POSTGRES_JSON_LOG } from './postgres/postgres-structured-log.ts'
import type { TraceFormat, TraceReader } from './trace-format.ts'
import { TRACE_LINES } from './trace-line.ts'

/** The first that recognises a file reads it: those that are unmistakable come first. */
const FORMATS: readonly TraceFormat[] = [
  TRACE_LINES,
  OTLP_JSON,
  POSTGRES_CSV_LOG,
  POSTGRES_JSON_LOG,
  SQLALCHEMY_LOG,
  POSTGRES_STDERR_LOG,
  APPLICATION_LOG,
]

/** What came of reading a trace. */
export interface ReadTrace {
  /** The name of the format that was recognised. */
  format: string
  lines: number
  requests: number
  /** The first of them; a file may have many more. */
  problems: TraceProblem[]
  problemCount: number
  notes: string[]
}

export interface TraceProblem {
  /** Counted from 1. */
  line: number
  /** Of the form "expected X, got Y". */
  message: string
}

export interface ReadTraceOptions {
  /** PostgreSQL's setting `log_line_prefix`; without it the common ones are recognised. */
  logLinePrefix?: string
  onRequest(request: TracedRequest): void
  /** Is called from time to time with how much has been read. */
  onProgress?(lines: number, requests: number): void
}

const SAMPLE_LINES = 2000
const MAX_PROBLEMS = 20

/** Reads a trace of any known format, line by line. What cannot be read is a problem and is left out. */
export async function readTrace(
  chunks: AsyncIterable<string[]> | Iterable<string[]>,
  options: ReadTraceOptions,
): Promise<ReadTrace> {
  const trace: ReadTrace = { format: '', lines: 0, requests: 0, problems: [], problemCount: 0, notes: [] }
  const start = createStart(trace, options)
  let sample: string[] = []
  let reader: TraceReader | undefined
  const read = (lines: string[], into: TraceReader) => {
    for (const line of lines) into.line(line, ++trace.lines)
    options.onProgress?.(trace.lines, trace.requests)
  }
  let failure: Error | undefined
  const readable = asFarAsItGoes(chunks, (error) => {
    failure = error
  })
  for await (const lines of readable) {
    if (reader) read(lines, reader)
    else {
      sample = sample.length === 0 ? lines : [...sample, ...lines]
      if (sample.length < SAMPLE_LINES) continue
      reader = start(sample)
      read(sample, reader)
    }
  }
  if (reader === undefined) {
    reader = start(sample)
    read(sample, reader)
  }
  reader.end()
  if (failure) {
    trace.problems.push({ line: trace.lines, message: failure.message })
    trace.problemCount += 1
  }
  return trace
}

/** A file that ends early, as one that is still being written, is read as far as it goes. */
async function* asFarAsItGoes(
  chunks: AsyncIterable<string[]> | Iterable<string[]>,
  fail: (error: Error) => void,
): AsyncGenerator<string[]> {
  let hasRead = false
  try {
    for await (const lines of chunks) {
      hasRead = true
      yield lines
    }
  } catch (error) {
    if (!hasRead || !(error instanceof Error)) throw error
    fail(error)
  }
}

function createStart(trace: ReadTrace, options: ReadTraceOptions) {
  const notes = new Set<string>()
  return (lines: string[]): TraceReader => {
    if (lines[0] !== undefined) lines[0] = lines[0].replace(/^\uFEFF/, '')
    const sample = lines.slice(0, SAMPLE_LINES)
    const format = formatOf(sample)
    trace.format = format.name
    return format.createReader(
      {
        request(request) {
          trace.requests += 1
          options.onRequest(request)
        },
        problem(line, message) {
          trace.problemCount += 1
          if (trace.problems.length < MAX_PROBLEMS) trace.problems.push({ line, message })
        },
        note(text) {
          if (!notes.has(text)) trace.notes.push(text)
          notes.add(text)
        },
      },
      { sample, ...(options.logLinePrefix !== undefined && { logLinePrefix: options.logLinePrefix }) },
    )
  }
}

/** What no format recognises is read as trace lines if it is JSON: they say what is wrong with each. */
function formatOf(sample: readonly string[]): TraceFormat {
  const isEmpty = sample.every((line) => line.trim() === '')
  const fallback = isEmpty || sample.some((line) => /^\s*[{[]/.test(line)) ? TRACE_LINES : UNKNOWN
  return FORMATS.find((format) => format.recognises(sample)) ?? fallback
}

const MAX_QUOTED_LENGTH = 60

/** One problem for a file of which nothing can be read, whatever its length. */
const UNKNOWN: TraceFormat = {
  name: 'unknown format',
  recognises: () => false,
  createReader(sink) {
    let isReported = false
    return {
      line(text, number) {
        if (isReported || text.trim() === '') return
        isReported = true
        const quoted = text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}…` : text
        sink.problem(
          number,
          `expected SQL in one of the formats that --help lists, got ${JSON.stringify(quoted)} and no statement in the first ${SAMPLE_LINES} lines`,
        )
      },
      end() {},
    }
  },
}
