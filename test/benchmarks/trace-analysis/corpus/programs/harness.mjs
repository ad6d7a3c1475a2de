import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { SpanKind, trace } from '@opentelemetry/api'

/** Required and not imported, so that OpenTelemetry can instrument it. */
export const pg = createRequire(import.meta.url)('pg')

/** The PostgreSQL that the programs run against; one connection, so that its log has one session. */
export const config = { host: '127.0.0.1', port: 54329, user: 'postgres', database: 'postgres', max: 1 }

/** The request whose statements are being recorded. */
let current

const { query } = pg.Client.prototype

/** Records what passes through the driver as trace lines, whichever library sends it. */
pg.Client.prototype.query = function recordedQuery(...args) {
  const [first, second] = args
  const text = typeof first === 'string' ? first : first.text
  const parameters = (Array.isArray(second) ? second : undefined) ?? first?.values ?? []
  const request = current
  const startedAt = performance.now()
  const record = (result, error) => {
    if (request === undefined || !text) return
    const answer = Array.isArray(result) ? result[0] : result
    const rows = (answer?.rows ?? []).slice(0, 50).map((row) => namedRow(row, answer.fields))
    request.statements.push({
      name: null,
      text,
      parameters,
      parametersHash: createHash('sha1').update(JSON.stringify(parameters)).digest('hex').slice(0, 12),
      startMs: startedAt - request.startedAt,
      durationMs: performance.now() - startedAt,
      rowCount: answer?.rowCount ?? 0,
      path: null,
      loader: null,
      batchSize: null,
      ...(rows.length > 0 && { rows }),
      ...(error && { error: error.message }),
    })
  }
  const callback = args.at(-1)
  if (typeof callback === 'function') {
    const recorded = (error, result) => {
      record(result, error)
      callback(error, result)
    }
    return query.apply(this, [...args.slice(0, -1), recorded])
  }
  const sent = query.apply(this, args)
  sent?.then?.(
    (result) => record(result),
    (error) => record(undefined, error),
  )
  return sent
}

function namedRow(row, fields) {
  return Array.isArray(row) ? Object.fromEntries(row.map((value, index) => [fields[index].name, value])) : row
}

/**
 * Runs each of the labelled scenarios as a request of its own, which the log of PostgreSQL knows by the name of the
 * application and the program's own log by an access line.
 */
export async function runAll(program, scenarios, send) {
  const [labels] = process.argv.slice(2)
  const lines = []
  for (const name of Object.keys(JSON.parse(readFileSync(labels, 'utf8')))) {
    if (scenarios[name] === undefined) continue
    await send(`set application_name = 'GET /${name}'`)
    current = { startedAt: performance.now(), statements: [] }
    await inSpan(name, scenarios[name])
    lines.push({
      version: 1,
      operation: `GET /${name}`,
      origin: 'operation',
      documentHash: null,
      requestId: name,
      startedAt: new Date().toISOString(),
      durationMs: performance.now() - current.startedAt,
      statements: current.statements,
    })
    current = undefined
    console.log(`"GET /${name} HTTP/1.1" 200 12`)
  }
  writeFileSync(`${program}.jsonl`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

/** As a server's instrumentation does; without a provider it is the scenario alone. */
function inSpan(name, run) {
  const attributes = { 'http.request.method': 'GET', 'http.route': `/${name}` }
  return trace
    .getTracer('harness')
    .startActiveSpan('GET', { kind: SpanKind.SERVER, attributes }, async (span) => {
      await run()
      span.end()
    })
}

export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

export const six = [0, 1, 2, 3, 4, 5]
