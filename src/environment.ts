import { fileURLToPath } from 'node:url'
import type { ObservabilitySettings } from './observability/observability.ts'
import { StartupError } from './startup-error.ts'

/** Every setting of the program. The README lists the same ones. */
export interface Environment {
  /** The TCP port that HTTP is served on. */
  port: number
  /** The address that HTTP is served on. */
  host: string
  /** A PostgreSQL server to use instead of the embedded one. */
  databaseUrl: string | undefined
  /** Where the embedded PostgreSQL keeps its data. */
  dataFolder: string
  logLevel: LogLevel
  observability: ObservabilitySettings
}

const DEFAULT_DATA_FOLDER = fileURLToPath(new URL('../.data/postgres', import.meta.url))

/** The operation that GraphiQL begins with. */
const EXAMPLE_OPERATIONS: readonly string[] = ['Doctors']

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/**
 * The only place that reads the process environment. An empty value means the same as none.
 *
 * @throws StartupError naming the variable, what was expected and what came.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const read = <Value>(
    name: string,
    fallback: Value,
    parse: (text: string) => Value | undefined,
    expected: string,
  ) => {
    const text = variables[name]?.trim()
    if (!text) return fallback
    const value = parse(text)
    if (value === undefined) throw new StartupError(`expected ${name} to be ${expected}, got "${text}"`)
    return value
  }
  return {
    port: read('PORT', 4000, parsePort, 'a port from 0 to 65535'),
    host: read('HOST', '127.0.0.1', (text) => text, 'an address'),
    databaseUrl: read<string | undefined>(
      'DATABASE_URL',
      undefined,
      parsePostgresUrl,
      'a URL like postgresql://user:password@host:5432/database',
    ),
    dataFolder: read('DATA_FOLDER', DEFAULT_DATA_FOLDER, (text) => text, 'a folder'),
    logLevel: read(
      'LOG_LEVEL',
      'info',
      (text) => LOG_LEVELS.find((level) => level === text),
      `one of ${LOG_LEVELS.join(', ')}`,
    ),
    observability: {
      traceInAnswers: read('TRACE', false, parseSwitch, '1 or 0'),
      traceFile: read<string | undefined>('TRACE_FILE', undefined, (text) => text, 'a file'),
      traceParameters: read('TRACE_PARAMS', false, parseSwitch, '1 or 0'),
      slowOperationMs: read<number | undefined>(
        'SLOW_OPERATION_MS',
        undefined,
        parseMs,
        'a number of milliseconds',
      ),
      knownOperations: read<readonly string[]>(
        'KNOWN_OPERATIONS',
        EXAMPLE_OPERATIONS,
        parseNames,
        'operation names with commas between',
      ),
    },
  }
}

function parseSwitch(text: string): boolean | undefined {
  return { 1: true, 0: false }[text]
}

function parseMs(text: string): number | undefined {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
}

function parseNames(text: string): string[] | undefined {
  const names = text.split(',').map((name) => name.trim())
  return names.every((name) => /^[_A-Za-z]\w*$/.test(name)) ? names : undefined
}

function parsePort(text: string): number | undefined {
  const port = Number(text)
  return /^\d+$/.test(text) && port <= 65_535 ? port : undefined
}

function parsePostgresUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1 ? text : undefined
}
