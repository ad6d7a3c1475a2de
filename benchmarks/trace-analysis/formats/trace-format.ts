import type { TracedRequest } from '../requests/traced-request.ts'

/** A kind of file that traces can be read from, line by line. */
export interface TraceFormat {
  name: string
  /** Whether the first lines of a file look like this format. */
  recognises(sample: readonly string[]): boolean
  createReader(sink: TraceSink, options: ReaderOptions): TraceReader
}

export interface ReaderOptions {
  /** PostgreSQL's setting `log_line_prefix`; without it the common ones are recognised. */
  logLinePrefix?: string
  /** The first lines of the file. */
  sample: readonly string[]
}

export interface TraceReader {
  /** @param number counted from 1. */
  line(text: string, number: number): void
  /** Hands on what is not finished. */
  end(): void
}

/** Receives what a reader reads. */
export interface TraceSink {
  request(request: TracedRequest): void
  /** @param message of the form "expected X, got Y". */
  problem(line: number, message: string): void
  /** Something that the reader of the findings has to know; the same note counts once. */
  note(text: string): void
}
