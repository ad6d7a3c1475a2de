import { after } from 'node:test'
import pino from 'pino'
import { createApp, PROBE_PATHS, READINESS_PATH } from '../../../src/app.ts'
import { createDatabase, type PoolState } from '../../../src/database/database.ts'
import { createDoctorDirectory } from '../../../src/directory/create-doctor-directory.ts'
import type { CreateDirectory } from '../../../src/directory/doctor-directory.ts'
import { createKnownTotals } from '../../../src/directory/page/plan/known-totals.ts'
import { DEFAULT_DOCUMENT_LIMITS, type DocumentLimits } from '../../../src/document/document-limits.ts'
import type { PersistedDocuments } from '../../../src/document/persisted-documents.ts'
import { readEnvironment } from '../../../src/environment.ts'
import type { AnswerRequest } from '../../../src/http/answers/answer-request.ts'
import { createHttpServer, type HttpServer } from '../../../src/http/connections/http-server.ts'
import { createRequestListener } from '../../../src/http/connections/request-listener.ts'
import type { EdgeSettings } from '../../../src/http/edge-settings.ts'
import { acceptRequestId } from '../../../src/http/request-id.ts'
import type { MemoryRules } from '../../../src/memory/answer-memory.ts'
import {
  createObservability,
  type Observability,
  type ObservabilitySettings,
} from '../../../src/observability/observability.ts'
import type { SpanExport } from '../../../src/observability/otlp/span-export.ts'
import { measurePool } from '../../../src/observability/prometheus/metrics.ts'
import { createTestDatabase } from '../database/test-database.ts'
import { listen } from '../system/listen.ts'
import type { Json } from './json.ts'

export interface Answer {
  data: Json
  errors: {
    message: string
    locations?: { line: number; column: number }[]
    path?: (string | number)[]
    extensions: { code?: string; requestId?: string }
  }[]
  /** The names of the statements that the operation sent; those that Prisma wrote are `prisma`. */
  statements: string[]
  /** The number of rows of each. */
  rows: number[]
  extensions: Json
  status: number
  headers: Headers
}

export interface TestApp {
  /** Runs one operation over HTTP without a port. One at a time: concurrent operations share the list of statements. */
  run(
    operation: string,
    variables?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<Answer>
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Answers a request without a connection. */
  answer: AnswerRequest
  /** Serves on a free port, where a test needs one. Stops after the tests of the file. */
  serve(): Promise<Served>
  observability: Observability
  /** The lines that were logged, parsed. */
  logged: Json[]
  databaseUrl: string
  poolState(): PoolState
}

export interface Served extends HttpServer {
  origin: string
  port: number
}

interface TestAppOptions {
  databaseUrl?: string
  createDirectory?: CreateDirectory
  settings?: Partial<ObservabilitySettings>
  documentLimits?: Partial<DocumentLimits>
  operationTimeoutMs?: number
  edge?: Partial<EdgeSettings>
  persistedDocuments?: PersistedDocuments
  /** Default: nothing is kept, so that each operation shows its statements. */
  memory?: TestMemory | undefined
  spanExport?: SpanExport
}

interface TestMemory {
  answerBytes: number
  totalBytes: number
  rules?: MemoryRules
}

/** What is kept where nothing is set. */
export const DEFAULT_MEMORY = readEnvironment({}).memory

/** The edge's settings where none is set. */
export const DEFAULT_EDGE = readEnvironment({}).edge

/** The production app on a database of its own. It is closed after the tests of the file. */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const databaseUrl = options.databaseUrl ?? (await createTestDatabase())
  const statements: string[] = []
  const rows: number[] = []
  const logged: Json[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => logged.push(JSON.parse(line)) })
  const observability = createTestObservability(options.settings, log, options.spanExport)
  const database = createDatabase({
    url: databaseUrl,
    observe: (sent) => {
      const index = statements.push(sent.name ?? 'prisma') - 1
      const finish = observability.tracer.observeStatement(sent)
      return (outcome) => {
        rows[index] = outcome.rowCount
        finish(outcome)
      }
    },
  })
  measurePool(observability.metrics.registry, database.pool)
  after(async () => {
    await database.close()
    await observability.close()
  })
  const edge = { ...DEFAULT_EDGE, ...options.edge }
  const { memory } = options
  const totals = memory && createKnownTotals(memory.totalBytes)
  const answerRequest = createApp({
    database,
    createDirectory: options.createDirectory ?? ((queryable) => createDoctorDirectory(queryable, { totals })),
    log,
    observability,
    documentLimits: { ...DEFAULT_DOCUMENT_LIMITS, ...options.documentLimits },
    operationTimeoutMs: options.operationTimeoutMs ?? 60_000,
    edge,
    persistedDocuments: options.persistedDocuments,
    memory,
  })
  const fetch = async (path: string, init: RequestInit = {}) => {
    const request = new Request(new URL(path, 'http://jadwal.test'), init)
    const { status, headers, body } = await answerRequest({
      method: request.method,
      url: request.url,
      headers: {
        host: 'jadwal.test',
        ...headersOf(init),
        'x-request-id': acceptRequestId(request.headers.get('x-request-id') ?? undefined),
      },
      body: request.method === 'POST' ? await request.text() : undefined,
      signal: request.signal,
    })
    const hasBody = status !== 204 && status !== 304
    return new Response(hasBody ? Buffer.from(body) : null, { status, headers })
  }
  return {
    fetch,
    answer: answerRequest,
    async serve() {
      const { refusals } = observability
      const listener = createRequestListener({
        answerRequest,
        limits: edge,
        refusals,
        log,
        probePaths: PROBE_PATHS,
      })
      const served = createHttpServer({
        listener,
        limits: edge,
        readinessPath: READINESS_PATH,
        onRefusal: refusals.count,
      })
      const port = await listen(served.server)
      after(() => served.server.listening && served.stop(0))
      return { ...served, port, origin: `http://127.0.0.1:${port}` }
    },
    observability,
    logged,
    databaseUrl,
    poolState: () => database.pool,
    async run(query, variables = {}, headers = {}) {
      statements.length = 0
      rows.length = 0
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      })
      const { data, errors = [], extensions } = await response.json()
      return {
        data,
        errors,
        extensions,
        statements: [...statements],
        rows: [...rows],
        status: response.status,
        headers: response.headers,
      }
    },
  }
}

/** Of the request as it was written: `Request` drops those that only a browser may set. */
function headersOf({ headers }: RequestInit): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...headers }).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
}

/** Observability with everything off but these settings. */
export function createTestObservability(
  settings: Partial<ObservabilitySettings> = {},
  log = pino({ level: 'silent' }),
  spanExport?: SpanExport,
): Observability {
  const all = {
    traceInAnswers: false,
    traceFile: undefined,
    traceParameters: false,
    slowOperationMs: undefined,
    knownOperations: [],
    ...settings,
  }
  return createObservability(all, log, spanExport)
}
