import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import { runCommand, UsageError } from '../../src/command.ts'
import { type Attack, post } from './attack.ts'
import { ATTACKS } from './attacks.ts'
import { openSlowClients } from './slow-clients.ts'
import { startServer } from './start-server.ts'

const HELP = `Sends every attack to a running server, beside a control request, and prints what happened.

  npm run attacks -- [URL]

  URL      GraphQL endpoint on this machine; without it, a server on a new database is started
  --help   print this text

Exits with 1 if an attack was answered with data, failed as an internal error, or ended the server.`

const CONTROL = post(
  JSON.stringify({ query: '{ doctors(first: 10) { nodes { name schedules { startTime } } } }' }),
)
const CONTROL_EVERY_MS = 20
const QUIET_MS = 3000
const SLOW_CLIENTS = 1000
const SLOW_CLIENTS_MS = 15_000

interface Outcome {
  status: number | null
  /** The error code, or why there was no answer. */
  code: string
  isRefused: boolean
  durationMs: number
}

async function attack(endpoint: URL): Promise<boolean> {
  const control = startControl(endpoint)
  await sleep(QUIET_MS)
  const quiet = control.take()
  const memoryBefore = await residentMemory(endpoint)
  console.log(`${'attack'.padEnd(62)} ${'status'} ${'ms'.padStart(7)} ${'control'.padStart(9)}  code`)
  let refused = 0
  let worst = 0
  for (const one of ATTACKS) {
    const { status, code, isRefused, durationMs } = await send(endpoint, one)
    await sleep(2 * CONTROL_EVERY_MS)
    const slowest = Math.max(0, ...control.take())
    worst = Math.max(worst, slowest)
    if (isRefused) refused++
    console.log(
      `${one.name.slice(0, 62).padEnd(62)} ${String(status ?? '–').padStart(6)} ${durationMs.toFixed(1).padStart(7)} ` +
        `${slowest.toFixed(1).padStart(9)}  ${isRefused ? '' : 'NOT REFUSED: '}${code}`,
    )
  }
  await sleep(QUIET_MS)
  const memoryAfter = await residentMemory(endpoint)
  control.take()
  const closeSlowClients = openSlowClients(endpoint, SLOW_CLIENTS)
  await sleep(SLOW_CLIENTS_MS)
  const besideSlowClients = control.take()
  const memoryBesideSlowClients = await residentMemory(endpoint)
  closeSlowClients()
  await control.stop()
  console.log(`
${refused} of ${ATTACKS.length} attacks refused.
Control request: ${Math.max(...quiet).toFixed(1)} ms at most without attacks, ${worst.toFixed(1)} ms beside them.
Resident memory: ${megabytes(memoryBefore)} before, ${megabytes(memoryAfter)} after.
${SLOW_CLIENTS} clients that send slowly or do not read, for ${SLOW_CLIENTS_MS / 1000} s: 95th percentile of the control request ${percentile95(besideSlowClients).toFixed(1)} ms, ${percentile95(quiet).toFixed(1)} ms without; resident memory ${megabytes(memoryBesideSlowClients)}.`)
  return refused === ATTACKS.length
}

async function send(endpoint: URL, { path, init }: Attack): Promise<Outcome> {
  const startMs = performance.now()
  const outcome = (status: number | null, code: string, isRefused: boolean) => ({
    ...{ status, code, isRefused },
    durationMs: performance.now() - startMs,
  })
  try {
    // Not fetch, which writes the headers of Sec-Fetch itself.
    const { statusCode, body } = await request(new URL(path, endpoint), init)
    const { data, errors = [] } = JSON.parse(await body.text())
    const codes = [
      ...new Set(errors.map(({ extensions }: { extensions?: { code?: string } }) => extensions?.code)),
    ]
    const isRefused = data == null && codes.length > 0 && !codes.includes('INTERNAL_SERVER_ERROR')
    return outcome(statusCode, codes.join(', ') || 'no error', isRefused)
  } catch (error) {
    return outcome(null, error instanceof Error ? error.message : String(error), false)
  }
}

/** Sends the same honest request again and again, and keeps the time from when it was due to its answer. */
function startControl(endpoint: URL) {
  let latencies: number[] = []
  let isRunning = true
  const loop = async () => {
    for (
      let dueMs = performance.now();
      isRunning;
      dueMs = Math.max(dueMs + CONTROL_EVERY_MS, performance.now())
    ) {
      await sleep(Math.max(0, dueMs - performance.now()))
      const response = await fetch(endpoint, CONTROL).catch(() => undefined)
      await response?.arrayBuffer().catch(() => {})
      latencies.push(response?.ok ? performance.now() - dueMs : Number.POSITIVE_INFINITY)
    }
  }
  const running = loop()
  return {
    /** The latencies since the last call, in milliseconds; infinite for a request that failed. */
    take() {
      const taken = latencies
      latencies = []
      return taken
    },
    async stop() {
      isRunning = false
      await running
    },
  }
}

async function residentMemory(endpoint: URL): Promise<number | undefined> {
  const response = await fetch(new URL('/metrics', endpoint)).catch(() => undefined)
  const bytes = /^process_resident_memory_bytes (\S+)/m.exec((await response?.text()) ?? '')?.[1]
  return bytes === undefined ? undefined : Number(bytes)
}

function percentile95(latencies: readonly number[]): number {
  return latencies.toSorted((a, b) => a - b)[Math.floor(latencies.length * 0.95)] ?? Number.NaN
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? 'unknown (no /metrics here)' : `${(bytes / 1e6).toFixed(0)} MB`
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname)
}

await runCommand(
  { name: 'attacks', start: 'npm run attacks --', help: HELP, options: {}, takes: 'a URL' },
  async ({ positionals: [url, ...others] }) => {
    if (others.length > 0) throw new UsageError(`expected one URL, got ${others.length + 1}`)
    if (url !== undefined && !URL.canParse(url)) throw new UsageError(`expected a URL, got "${url}"`)
    await using opened = new AsyncDisposableStack()
    const server = url === undefined ? await startServer() : undefined
    if (server) opened.defer(server.stop)
    const endpoint = new URL(server?.url ?? url ?? '')
    if (!isLoopback(endpoint)) throw new UsageError(`expected a URL of this machine, got ${endpoint.origin}`)
    if (!(await attack(endpoint))) process.exitCode = 1
  },
)
