import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { createApp, GRAPHQL_PATH, HEALTH_PATH, METRICS_PATH, PROBE_PATHS, READINESS_PATH } from './app.ts'
import { type CommandLine, reportFailure, runCommand, sentenceOf } from './command.ts'
import { createDatabase, type Database } from './database/database.ts'
import { Prisma } from './database/generated/client.ts'
import { type DatabaseServer, openDatabaseServer } from './database/set-up/database-server.ts'
import { migrate, requireCurrentMigrations, unknownMigrations } from './database/set-up/migrations.ts'
import { findExcessPrivileges } from './database/set-up/roles.ts'
import { replaceDemoData } from './demo-data/replace-demo-data.ts'
import { createDoctorDirectory } from './directory/create-doctor-directory.ts'
import { createKnownTotals } from './directory/page/plan/known-totals.ts'
import { PUBLIC_DOCTOR_SQL } from './directory/public-doctors.ts'
import { readPersistedDocuments } from './document/persisted-documents.ts'
import { type Environment, readEnvironment } from './environment.ts'
import { createHttpServer } from './http/connections/http-server.ts'
import { createMetricsListener } from './http/connections/metrics-listener.ts'
import { createRequestListener } from './http/connections/request-listener.ts'
import type { EdgeSettings } from './http/edge-settings.ts'
import { createLog } from './log.ts'
import { createObservability } from './observability/observability.ts'
import { openSpanExport } from './observability/otlp/open-span-export.ts'
import { measurePool } from './observability/prometheus/metrics.ts'
import { StartupError } from './startup-error.ts'

const COMMAND_LINE: CommandLine<Record<string, never>> = {
  name: 'jadwal',
  start: 'npm start --',
  options: {},
  help: `Serves the API. Without DATABASE_URL, it sets up its own PostgreSQL and fills it with invented doctors.

  npm start

  --help   print this text

Settings are environment variables, such as PORT=4000; README.md lists them.`,
}

const DEMO_DOCTORS = 200

/** A signal that comes again within this time is the same one. */
const REPEATED_SIGNAL_MS = 500

/** PostgreSQL's own timeout comes after the deadline, at which statements are cancelled from here. */
const STATEMENT_GRACE_MS = 2000

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Answers requests for a while longer, as one that is not ready. */
type Drain = () => Promise<void>

async function main(): Promise<void> {
  const opened = new AsyncDisposableStack()
  const started = start(readEnvironment(), opened)
  stopOnSignal(started, opened)
  try {
    await started
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

/** Opens everything in order; `opened` closes it in reverse. Resolves to the drain that precedes closing on SIGTERM. */
async function start(environment: Environment, opened: AsyncDisposableStack): Promise<Drain> {
  const log = createLog(environment.logLevel)
  const spanExport = await openSpanExport(environment.spanExport, log)
  const observability = createObservability(environment.observability, log, spanExport)
  opened.defer(() => observability.close())
  const databaseServer = await openDatabaseServer(environment)
  opened.defer(() => databaseServer.close())
  const database = createDatabase({
    url: databaseServer.url,
    statementTimeoutMs: environment.operationTimeoutMs + STATEMENT_GRACE_MS,
    observe: observability.tracer.observeStatement,
    onIdleError: (error) => log.warn(error, 'idle database connection broke'),
  })
  opened.defer(() => database.close())
  measurePool(observability.metrics.registry, database.pool)
  await prepareData(databaseServer, database)
  await warnOfNewerDatabase(databaseServer, log)
  await warnOfExcessPrivileges(databaseServer, log)
  const { edge, memory } = environment
  const totals = memory && createKnownTotals(memory.totalBytes)
  const { persistedDocumentsFile, metricsPort } = edge
  const answerRequest = createApp({
    database,
    createDirectory: (queryable) => createDoctorDirectory(queryable, { totals }),
    log,
    observability,
    documentLimits: environment.documentLimits,
    operationTimeoutMs: environment.operationTimeoutMs,
    edge,
    memory,
    ...(persistedDocumentsFile !== undefined && {
      persistedDocuments: await readPersistedDocuments(persistedDocumentsFile),
    }),
  })
  const { refusals, metrics } = observability
  const serverOptions = { limits: edge, readinessPath: READINESS_PATH, onRefusal: refusals.count }
  if (metricsPort !== undefined) {
    const listener = createMetricsListener({ path: METRICS_PATH, registry: metrics.registry, log })
    const { server, stop } = createHttpServer({ ...serverOptions, listener })
    await listen(server, { port: metricsPort, host: edge.metricsHost }, 'METRICS_PORT or METRICS_HOST', log)
    opened.defer(() => stop(edge.shutdownMs))
    log.info(`metrics are on ${urlOf(server.address())}${METRICS_PATH}`)
  }
  const listener = createRequestListener({
    answerRequest,
    limits: edge,
    refusals,
    log,
    probePaths: PROBE_PATHS,
  })
  const httpServer = createHttpServer({ ...serverOptions, listener })
  await listen(httpServer.server, environment, 'PORT or HOST', log)
  opened.defer(() => httpServer.stop(edge.shutdownMs))
  console.log(await announcement(httpServer.server, databaseServer, database, edge))
  return () => httpServer.drain(edge.drainMs)
}

/** The embedded database is set up here. Any other one has to be up to date. */
async function prepareData(server: DatabaseServer, { prisma }: Database): Promise<void> {
  if (!server.isEmbedded) return requireCurrentMigrations(server.url)
  await migrate(server)
  if ((await prisma.doctor.findFirst({ select: { id: true } })) === null) {
    await replaceDemoData({ url: server.ownerUrl, doctors: DEMO_DOCTORS })
  }
}

/** A warning and no refusal: while servers are replaced one by one, the old ones run on the new tables. */
async function warnOfNewerDatabase({ url }: DatabaseServer, log: Logger): Promise<void> {
  const unknown = await unknownMigrations(url)
  if (unknown.length === 0) return
  log.warn(
    `the database has ${unknown.length === 1 ? 'the migration' : 'the migrations'} ${unknown.join(', ')}, ` +
      'of a newer version than this one, which may not work with it',
  )
}

async function warnOfExcessPrivileges({ url }: DatabaseServer, log: Logger): Promise<void> {
  const { role, privileges } = await findExcessPrivileges(url)
  if (privileges.length === 0) return
  log.warn(
    `the application only reads, but its role "${role}" can also ${privileges.join(', ')}; ` +
      'set DATABASE_URL to a role that can only read, and DATABASE_OWNER_URL to the owner of the tables for npm run migrate',
  )
}

type Address = Pick<Environment, 'port' | 'host'>

async function listen(server: Server, { port, host }: Address, settings: string, log: Logger): Promise<void> {
  try {
    await once(server.listen(port, host), 'listening')
  } catch (error) {
    throw new StartupError(`cannot serve on ${host}:${port}: ${reasonOf(error, port)}; set ${settings}`)
  }
  // Such as a connection for which there is no file descriptor. Without a listener, it would end this process.
  server.on('error', (error) => log.error(error, 'a connection could not be accepted'))
}

function reasonOf(error: unknown, port: number): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return `port ${port} is in use`
  return sentenceOf(error)
}

async function announcement(
  server: Server,
  { description }: DatabaseServer,
  database: Database,
  { publicExplorer }: EdgeSettings,
): Promise<string> {
  const [counts] = await database.query<{ all: number; public: number }>({
    name: 'doctor_counts',
    plan: 'custom',
    sql: Prisma.sql`
      select count(*)::int as "all", (count(*) filter (where ${PUBLIC_DOCTOR_SQL}))::int as "public" from doctor`,
  })
  const url = urlOf(server.address())
  return `
  jadwal is ready.

    ${publicExplorer ? 'GraphiQL' : 'GraphQL '}   ${url}${GRAPHQL_PATH}
    Health     ${url}${HEALTH_PATH}, with the database ${url}${READINESS_PATH}
    Database   ${description}
    Doctors    ${counts?.all}, ${counts?.public} of them public

  Press Ctrl-C to stop.
`
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return String(address)
  const isAnyOrLocal = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(address.address)
  return `http://${isAnyOrLocal ? 'localhost' : address.address}:${address.port}`
}

/**
 * Closes everything on a signal. A start that is in progress finishes first, since a PostgreSQL that is starting cannot
 * be stopped. SIGTERM comes from a supervisor, so the server drains first; the others come from a terminal. A second
 * signal exits at once, unless it is npm that repeats what the terminal has already sent to the whole group.
 */
function stopOnSignal(started: Promise<Drain>, opened: AsyncDisposableStack): void {
  let stoppedAtMs: number | undefined
  const stop = async (signal: NodeJS.Signals) => {
    const drain = await started.catch(() => undefined)
    if (signal === 'SIGTERM') await drain?.()
    await opened.disposeAsync().catch((error) => reportFailure(COMMAND_LINE, error))
    process.exit()
  }
  const onSignal = (signal: NodeJS.Signals) => {
    if (stoppedAtMs === undefined) {
      stoppedAtMs = performance.now()
      void stop(signal)
    } else if (performance.now() - stoppedAtMs > REPEATED_SIGNAL_MS) process.exit(1)
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  // Writing to a closed terminal fails, and there is still something to close.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
}

await runCommand(COMMAND_LINE, main)
