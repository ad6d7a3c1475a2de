import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { replaceDemoData } from '../prisma/seed/replace-demo-data.ts'
import { createApp, GRAPHQL_PATH, HEALTH_PATH, READINESS_PATH } from './app.ts'
import { createDatabase, type Database } from './database/database.ts'
import { type DatabaseServer, openDatabaseServer } from './database/database-server.ts'
import {
  applyMigrations,
  pendingMigrations,
  readMigrations,
  requireCurrentMigrations,
} from './database/migrations.ts'
import { createDoctorDirectory } from './directory/create-doctor-directory.ts'
import { type Environment, readEnvironment } from './environment.ts'
import { createLog } from './log.ts'
import { measurePool } from './observability/metrics.ts'
import { createObservability } from './observability/observability.ts'
import { reportFailure, StartupError } from './startup-error.ts'

const DEMO_DOCTORS = 200

async function main(): Promise<void> {
  const environment = readEnvironment()
  const log = createLog(environment.logLevel)
  const observability = await createObservability(environment.observability)
  const databaseServer = await openDatabaseServer(environment)
  const database = createDatabase({
    url: databaseServer.url,
    observe: observability.tracer.observeStatement,
    onIdleError: (error) => log.warn(error, 'a database connection broke'),
  })
  measurePool(observability.metrics.registry, database.pool)
  const close = async () => {
    await database.close()
    await databaseServer.close()
    await observability.close()
  }
  try {
    await prepareData(databaseServer, database)
    const app = createApp({ database, createDirectory: createDoctorDirectory, log, observability })
    const server = await listen(createServer(app), environment)
    console.log(await announcement(server, databaseServer, database))
    stopOnSignal(server, close)
  } catch (error) {
    await close()
    throw error
  }
}

/** The embedded database is ours to set up. Another one is not: it has to be current. */
async function prepareData({ url, isEmbedded }: DatabaseServer, { prisma }: Database): Promise<void> {
  if (!isEmbedded) return requireCurrentMigrations(url)
  const migrations = await readMigrations()
  if ((await pendingMigrations(url, migrations)).length > 0) await applyMigrations(url, migrations)
  if ((await prisma.doctor.findFirst({ select: { id: true } })) === null) {
    await replaceDemoData({ url, doctors: DEMO_DOCTORS })
  }
}

function listen(server: Server, { port, host }: Environment): Promise<Server> {
  return new Promise((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? `port ${port} is taken` : error.message
      failed(new StartupError(`cannot serve on ${host}:${port}: ${reason}; set PORT and HOST to others`))
    })
    server.listen(port, host, () => listening(server))
  })
}

async function announcement(
  server: Server,
  { description }: DatabaseServer,
  { prisma }: Database,
): Promise<string> {
  const [doctors, active] = await Promise.all([
    prisma.doctor.count(),
    prisma.doctor.count({ where: { isActive: true } }),
  ])
  const url = urlOf(server.address())
  return `
  jadwal is ready.

    GraphiQL   ${url}${GRAPHQL_PATH}
    Health     ${url}${HEALTH_PATH}, with the database ${url}${READINESS_PATH}
    Database   ${description}
    Doctors    ${doctors}, ${active} of them active

  Ctrl-C stops it.
`
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return String(address)
  const isAnyOrLocal = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(address.address)
  return `http://${isAnyOrLocal ? 'localhost' : address.address}:${address.port}`
}

/** Answers what has been asked, then lets go of the database. A second signal does not wait. */
function stopOnSignal(server: Server, close: () => Promise<void>): void {
  const stop = () => {
    for (const signal of SIGNALS) process.once(signal, () => process.exit(1))
    server.close(() => close().catch(reportFailure))
    server.closeIdleConnections()
  }
  for (const signal of SIGNALS) process.once(signal, stop)
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

await main().catch(reportFailure)
