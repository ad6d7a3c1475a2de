import { parseArgs } from 'node:util'
import pino from 'pino'
import { createApp, GRAPHQL_PATH, PROBE_PATHS, READINESS_PATH } from '../../src/app.ts'
import { createDatabase } from '../../src/database/database.ts'
import type { CreateDirectory } from '../../src/directory/doctor-directory.ts'
import { createKnownTotals } from '../../src/directory/page/plan/known-totals.ts'
import { readEnvironment } from '../../src/environment.ts'
import { createHttpServer } from '../../src/http/connections/http-server.ts'
import { createRequestListener } from '../../src/http/connections/request-listener.ts'
import { createJsonLog } from '../../src/log.ts'
import { createObservability } from '../../src/observability/observability.ts'
import { measurePool } from '../../src/observability/prometheus/metrics.ts'
import { directoryOf } from './variants/directory-of.ts'
import { createInertTracer } from './variants/inert-tracer.ts'
import { withExtraCpu } from './variants/with-extra-cpu.ts'

/**
 * The production app with a variant's directory, in a process of its own: a composition root. It prints its URL in a line
 * of JSON when it accepts requests, and stops when its standard input ends, so that none is left
 * when the benchmark has ended, however it ended.
 */
const { values } = parseArgs({
  options: {
    variant: { type: 'string', default: 'production' },
    'database-url': { type: 'string', default: '' },
    'trace-file': { type: 'string' },
    'trace-parameters': { type: 'boolean', default: false },
    /** Records nothing of an operation, not even the summary that production always records. */
    untraced: { type: 'boolean', default: false },
    operations: { type: 'string', default: '' },
    /** Computed in each request without any use, in µs. */
    'extra-cpu-us': { type: 'string', default: '0' },
    /** Keeps answers and totals, as production does. */
    memory: { type: 'boolean', default: false },
    /** Logs requests to this file, as production does to its output; otherwise only errors are logged. */
    'log-file': { type: 'string' },
  },
})

const createVariant = Object.entries(directoryOf).find(([name]) => name === values.variant)?.[1]
if (createVariant === undefined) {
  throw new Error(
    `expected --variant to be one of ${Object.keys(directoryOf).join(', ')}, got ${values.variant}`,
  )
}

const extraCpuUs = Number(values['extra-cpu-us'])
const logFile = values['log-file']
const log = logFile === undefined ? pino({ level: 'error' }, process.stderr) : createJsonLog('info', logFile)
const production = createObservability(
  {
    traceInAnswers: false,
    traceFile: values['trace-file'],
    traceParameters: values['trace-parameters'],
    slowOperationMs: undefined,
    knownOperations: values.operations.split(','),
  },
  log,
)
const observability = values.untraced
  ? { ...production, tracer: createInertTracer(production.metrics) }
  : production
const database = createDatabase({
  url: values['database-url'],
  observe: observability.tracer.observeStatement,
})
measurePool(observability.metrics.registry, database.pool)
const memory = values.memory ? readEnvironment({}).memory : undefined
const totals = memory && createKnownTotals(memory.totalBytes)
const createDirectory: CreateDirectory = (queryable) => createVariant(queryable, { totals })
/** Nothing is refused here: an operation that waits is a measurement, too. */
const edge = { ...readEnvironment({}).edge, maxInFlight: 10_000 }
const answerRequest = createApp({
  database,
  createDirectory: extraCpuUs > 0 ? withExtraCpu(createDirectory, extraCpuUs) : createDirectory,
  log,
  observability,
  // A slow answer is a measurement here, not a failure.
  operationTimeoutMs: 60_000,
  edge,
  memory,
})
const { refusals } = observability
const { server } = createHttpServer({
  listener: createRequestListener({ answerRequest, limits: edge, refusals, log, probePaths: PROBE_PATHS }),
  limits: edge,
  readinessPath: READINESS_PATH,
  onRefusal: refusals.count,
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}${GRAPHQL_PATH}` })}\n`)
})

process.stdin.resume().once('end', () => {
  server.close(async () => {
    await database.close()
    await observability.close()
  })
  server.closeAllConnections()
})
// The process that started it decides when it stops. Ctrl-C in a terminal and its closing signal the whole group.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {})
