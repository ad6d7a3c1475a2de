import { fileURLToPath } from 'node:url'
import proxyAddr from 'proxy-addr'
import * as v from 'valibot'
import type { DocumentLimits } from './document/document-limits.ts'
import { documentLimitsOf, documentVariables } from './document/document-settings.ts'
import type { EdgeSettings } from './http/edge-settings.ts'
import type { ObservabilitySettings } from './observability/observability.ts'
import type { SpanExportSettings } from './observability/otlp/span-export.ts'
import { StartupError } from './startup-error.ts'
import { withoutPassword } from './without-password.ts'

/** Every setting of the program, as README.md lists them. */
export interface Environment {
  /** TCP port of the HTTP server. */
  port: number
  /** Address of the HTTP server. */
  host: string
  /** A PostgreSQL server to use instead of the embedded one. */
  databaseUrl: string | undefined
  /** The same database as the owner of its tables, for migrations and seeding. */
  databaseOwnerUrl: string | undefined
  /** Data folder of the embedded PostgreSQL. */
  dataFolder: string
  logLevel: LogLevel
  /** Operations that take longer are cancelled. */
  operationTimeoutMs: number
  observability: ObservabilitySettings
  /** Undefined unless spans are exported. */
  spanExport: SpanExportSettings | undefined
  documentLimits: DocumentLimits
  edge: EdgeSettings
  /** What may be kept in memory, in bytes; undefined: nothing. */
  memory: { answerBytes: number; totalBytes: number } | undefined
}

const DEFAULT_DATA_FOLDER = fileURLToPath(new URL('../.data/postgres', import.meta.url))

const BYTES_PER_MB = 1_000_000

/** The operation of GraphiQL's example. */
const EXAMPLE_OPERATIONS = 'Doctors'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const PROFILES = ['production', 'development', 'test'] as const

const text = v.string()
const switchSchema = v.pipe(
  v.picklist(['0', '1']),
  v.transform((digit) => digit === '1'),
)
const port = v.pipe(v.string(), v.digits(), v.transform(Number), v.maxValue(65_535))
const milliseconds = v.pipe(v.string(), v.regex(/^\d+(\.\d+)?$/), v.transform(Number))
const count = v.pipe(v.string(), v.digits(), v.transform(Number), v.minValue(1), v.maxValue(65_535))
const timeoutMs = v.pipe(v.string(), v.digits(), v.transform(Number), v.minValue(1), v.maxValue(600_000))
const drainMs = v.pipe(v.string(), v.digits(), v.transform(Number), v.maxValue(600_000))
const maxAgeS = v.pipe(v.string(), v.digits(), v.transform(Number), v.maxValue(31_536_000))
const bytes = v.pipe(v.string(), v.digits(), v.transform(Number), v.minValue(1), v.maxValue(10_000_000))
const networks = v.pipe(
  v.string(),
  v.transform((list) => list.split(',').flatMap((network) => network.trim() || [])),
  v.check(areNetworks),
)
const share = v.pipe(v.string(), v.regex(/^(0|1|0?\.\d+|1\.0+)$/), v.transform(Number))
const httpUrl = v.pipe(v.string(), v.check(isHttpUrl))
const postgresUrl = v.pipe(v.string(), v.check(isPostgresUrl))
const operationNames = v.pipe(
  v.string(),
  v.transform((list) => list.split(',').map((name) => name.trim())),
  v.array(v.pipe(v.string(), v.regex(/^[_A-Za-z]\w*$/))),
)

const origins = v.union([
  v.literal('*'),
  v.pipe(
    v.string(),
    v.transform((list) => list.split(',').map((origin) => origin.trim())),
    v.array(v.pipe(v.string(), v.check(isOrigin))),
  ),
])

/** The variables that are read. The message of each says what is expected of it. */
const Variables = v.object({
  PORT: v.optional(v.message(port, 'a port from 0 to 65535'), '4000'),
  HOST: v.optional(text, '127.0.0.1'),
  DATABASE_URL: v.optional(
    v.message(postgresUrl, 'a URL like postgresql://user:password@host:5432/database'),
  ),
  DATABASE_OWNER_URL: v.optional(
    v.message(postgresUrl, 'a URL like postgresql://owner:password@host:5432/database'),
  ),
  DATA_FOLDER: v.optional(text, DEFAULT_DATA_FOLDER),
  LOG_LEVEL: v.optional(v.message(v.picklist(LOG_LEVELS), `one of ${LOG_LEVELS.join(', ')}`), 'info'),
  OPERATION_TIMEOUT_MS: v.optional(v.message(timeoutMs, 'a number of milliseconds from 1 to 600000'), '5000'),
  TRACE: v.optional(v.message(switchSchema, '1 or 0'), '0'),
  TRACE_FILE: v.optional(text),
  TRACE_PARAMS: v.optional(v.message(switchSchema, '1 or 0'), '0'),
  SLOW_OPERATION_MS: v.optional(v.message(milliseconds, 'a number of milliseconds')),
  KNOWN_OPERATIONS: v.optional(
    v.message(operationNames, 'a comma-separated list of operation names'),
    EXAMPLE_OPERATIONS,
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: v.optional(v.message(httpUrl, 'a URL like http://localhost:4318')),
  OTEL_TRACES_SAMPLER_ARG: v.optional(v.message(share, 'a share from 0 to 1'), '1'),
  ...documentVariables,
  MAX_IN_FLIGHT: v.optional(v.message(count, 'a whole number from 1 to 65535'), '32'),
  MAX_QUEUED: v.optional(v.message(count, 'a whole number from 1 to 65535'), '128'),
  QUEUE_WAIT_MS: v.optional(v.message(timeoutMs, 'a number of milliseconds from 1 to 600000'), '1000'),
  MAX_BODY_BYTES: v.optional(v.message(bytes, 'a number of bytes from 1 to 10000000'), '100000'),
  REQUEST_TIMEOUT_MS: v.optional(v.message(timeoutMs, 'a number of milliseconds from 1 to 600000'), '10000'),
  MAX_CONNECTIONS: v.optional(v.message(count, 'a whole number from 1 to 65535'), '5000'),
  WRITE_TIMEOUT_MS: v.optional(v.message(timeoutMs, 'a number of milliseconds from 1 to 600000'), '10000'),
  RATE_LIMIT: v.optional(v.message(count, 'a whole number from 1 to 65535')),
  TRUST_PROXY: v.optional(
    v.message(networks, 'a comma-separated list of addresses and networks like 10.0.0.0/8'),
    '',
  ),
  DRAIN_MS: v.optional(v.message(drainMs, 'a number of milliseconds from 0 to 600000'), '1000'),
  SHUTDOWN_MS: v.optional(v.message(timeoutMs, 'a number of milliseconds from 1 to 600000'), '10000'),
  NODE_ENV: v.optional(v.message(v.picklist(PROFILES), `one of ${PROFILES.join(', ')}`), 'development'),
  PUBLIC_EXPLORER: v.optional(v.message(switchSchema, '1 or 0')),
  CORS_ORIGINS: v.optional(
    v.message(origins, '* or a comma-separated list of origins like https://hospital.example'),
    '*',
  ),
  METRICS_PORT: v.optional(v.message(port, 'a port from 0 to 65535')),
  METRICS_HOST: v.optional(text),
  CACHE: v.optional(v.message(switchSchema, '1 or 0'), '1'),
  CACHE_MB: v.optional(v.message(count, 'a whole number from 1 to 65535'), '64'),
  CACHE_MAX_AGE_S: v.optional(v.message(maxAgeS, 'a number of seconds from 0 to 31536000'), '0'),
  PERSISTED_DOCUMENTS: v.optional(text),
  PERSISTED_ONLY: v.optional(v.message(switchSchema, '1 or 0'), '0'),
})

export const VARIABLE_NAMES: readonly string[] = Object.keys(Variables.entries)

/**
 * The only reader of the process environment. An empty variable counts as absent.
 *
 * @throws StartupError naming each variable that is wrong, what was expected and what came.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const given = Object.entries(variables).flatMap(([name, value]) =>
    value?.trim() ? [[name, value.trim()]] : [],
  )
  const result = v.safeParse(Variables, Object.fromEntries(given), { abortPipeEarly: true })
  if (!result.success) throw new StartupError(result.issues.map(describeIssue).join('; '))
  const settings = result.output
  if (settings.PERSISTED_ONLY && settings.PERSISTED_DOCUMENTS === undefined) {
    throw new StartupError('expected PERSISTED_DOCUMENTS to be a file if PERSISTED_ONLY is 1, got none')
  }
  if (settings.DATABASE_OWNER_URL !== undefined && settings.DATABASE_URL === undefined) {
    throw new StartupError('expected DATABASE_URL beside DATABASE_OWNER_URL, got none')
  }
  return {
    port: settings.PORT,
    host: settings.HOST,
    databaseUrl: settings.DATABASE_URL,
    databaseOwnerUrl: settings.DATABASE_OWNER_URL,
    dataFolder: settings.DATA_FOLDER,
    logLevel: settings.LOG_LEVEL,
    operationTimeoutMs: settings.OPERATION_TIMEOUT_MS,
    observability: {
      traceInAnswers: settings.TRACE,
      traceFile: settings.TRACE_FILE,
      traceParameters: settings.TRACE_PARAMS,
      slowOperationMs: settings.SLOW_OPERATION_MS,
      knownOperations: settings.KNOWN_OPERATIONS,
    },
    spanExport:
      settings.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? undefined
        : {
            endpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
            sampledShare: settings.OTEL_TRACES_SAMPLER_ARG,
            knownOperations: settings.KNOWN_OPERATIONS,
          },
    documentLimits: documentLimitsOf(settings),
    edge: {
      maxInFlight: settings.MAX_IN_FLIGHT,
      maxQueued: settings.MAX_QUEUED,
      queueWaitMs: settings.QUEUE_WAIT_MS,
      requestTimeoutMs: settings.REQUEST_TIMEOUT_MS,
      maxConnections: settings.MAX_CONNECTIONS,
      maxBodyBytes: settings.MAX_BODY_BYTES,
      writeTimeoutMs: settings.WRITE_TIMEOUT_MS,
      rateLimit: settings.RATE_LIMIT,
      trustProxy: settings.TRUST_PROXY,
      drainMs: settings.DRAIN_MS,
      shutdownMs: settings.SHUTDOWN_MS,
      publicExplorer: settings.PUBLIC_EXPLORER ?? settings.NODE_ENV !== 'production',
      corsOrigins: settings.CORS_ORIGINS,
      cacheMaxAgeS: settings.CACHE_MAX_AGE_S,
      metricsPort: settings.METRICS_PORT,
      metricsHost: settings.METRICS_HOST ?? settings.HOST,
      persistedDocumentsFile: settings.PERSISTED_DOCUMENTS,
      persistedOnly: settings.PERSISTED_ONLY,
    },
    memory: settings.CACHE ? shareMemory(settings.CACHE_MB * BYTES_PER_MB) : undefined,
  }
}

/** A total takes a few hundred bytes, an answer thousands. */
function shareMemory(bytes: number): Environment['memory'] {
  const totalBytes = bytes / 16
  return { answerBytes: bytes - totalBytes, totalBytes }
}

function describeIssue({ path, message }: v.InferIssue<typeof Variables>): string {
  const variable = path?.[0]
  return `expected ${variable?.key} to be ${message}, got "${withoutPassword(String(variable?.value))}"`
}

function isPostgresUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, pathname } = new URL(url)
  return /^postgres(ql)?:$/.test(protocol) && pathname.length > 1
}

function isHttpUrl(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}

function areNetworks(list: string[]): boolean {
  try {
    proxyAddr.compile(list)
    return true
  } catch {
    return false
  }
}

function isOrigin(origin: string): boolean {
  return URL.canParse(origin) && /^https?:/.test(origin) && new URL(origin).origin === origin
}
