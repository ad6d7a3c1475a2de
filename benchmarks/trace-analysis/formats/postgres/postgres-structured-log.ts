import { timeIn } from '../logged-requests.ts'
import type { TraceFormat, TraceReader, TraceSink } from '../trace-format.ts'
import type { PostgresEntry } from './postgres-entries.ts'
import { createPostgresRequests } from './postgres-requests.ts'

/** PostgreSQL's log as comma-separated values: `log_destination = csvlog`. */
export const POSTGRES_CSV_LOG: TraceFormat = {
  name: 'PostgreSQL csvlog',
  recognises: (sample) =>
    sample.some((line) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \w+,("[^"]*"|),("[^"]*"|),\d+,/.test(line)),
  createReader: createCsvReader,
}

/** PostgreSQL's log as JSON: `log_destination = jsonlog`. */
export const POSTGRES_JSON_LOG: TraceFormat = {
  name: 'PostgreSQL jsonlog',
  recognises: (sample) => sample.some((line) => /^\{.*"error_severity"\s*:/.test(line)),
  createReader: createJsonReader,
}

/** A statement of more lines than this is taken for a quote that is missing. */
const MAX_RECORD_LENGTH = 4_000_000

function createCsvReader(sink: TraceSink): TraceReader {
  const requests = createPostgresRequests(sink)
  let record = ''
  let startedAt = 0
  return {
    line(line, number) {
      if (record === '') startedAt = number
      record = record === '' ? line : `${record}\n${line}`
      if (hasOpenQuote(record) && record.length < MAX_RECORD_LENGTH) return
      const fields = csvFields(record)
      record = ''
      if (fields.length < 23) {
        if (fields.join('') !== '')
          sink.problem(startedAt, `expected at least 23 comma-separated fields, got ${fields.length}`)
        return
      }
      requests.entry(csvEntry(fields))
    },
    end() {
      if (record !== '') sink.problem(startedAt, 'expected a closing quote, got the end of the file')
      requests.end()
    },
  }
}

function hasOpenQuote(record: string): boolean {
  let quotes = 0
  for (let at = record.indexOf('"'); at !== -1; at = record.indexOf('"', at + 1)) quotes += 1
  return quotes % 2 === 1
}

function csvFields(record: string): string[] {
  return [...record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare,
  )
}

function csvEntry(fields: string[]): PostgresEntry {
  const [time = '', , , process = '', , session = ''] = fields
  return {
    timeMs: timeIn(time),
    session: session || process,
    application: fields[22] || null,
    severity: fields[11] ?? '',
    message: fields[13] ?? '',
    detail: fields[14] || null,
    statement: fields[19] || null,
  }
}

function createJsonReader(sink: TraceSink): TraceReader {
  const requests = createPostgresRequests(sink)
  return {
    line(line, number) {
      if (line.trim() === '') return
      const fields = jsonFields(line)
      if (fields === undefined)
        return sink.problem(number, 'expected a message of jsonlog as a JSON object, got other text')
      requests.entry({
        timeMs: timeIn(textOf(fields.timestamp) ?? ''),
        session: textOf(fields.session_id) ?? textOf(fields.pid) ?? '',
        application: textOf(fields.application_name),
        severity: textOf(fields.error_severity) ?? '',
        message: textOf(fields.message) ?? '',
        detail: textOf(fields.detail),
        statement: textOf(fields.statement),
      })
    },
    end: () => requests.end(),
  }
}

function jsonFields(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null
}
