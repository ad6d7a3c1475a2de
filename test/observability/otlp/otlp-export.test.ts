import assert from 'node:assert/strict'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import pino from 'pino'
import { directoryOf } from '../../../benchmarks/targets/variants/directory-of.ts'
import { analyseTrace } from '../../../benchmarks/trace-analysis/analyse-trace.ts'
import type { TracedRequest } from '../../../benchmarks/trace-analysis/requests/traced-request.ts'
import { openSpanExport } from '../../../src/observability/otlp/open-span-export.ts'
import type { SpanExportSettings } from '../../../src/observability/otlp/span-export.ts'
import type { Json } from '../../support/app/json.ts'
import { createTestApp } from '../../support/app/test-app.ts'
import { createTestDatabase } from '../../support/database/test-database.ts'
import { insertDoctors } from '../../support/doctors/insert-doctors.ts'
import { FULL_PAGE, NUMBERED_DOCTORS } from '../../support/doctors/numbered-doctors.ts'
import { makeOpenFolder } from '../../support/system/open-folder.ts'
import { readRequests } from '../../support/traces/read-requests.ts'
import { startOtlpCollector } from './otlp-collector.ts'

const folder = await makeOpenFolder()
after(() => rm(folder, { recursive: true }))

const databaseUrl = await createTestDatabase()
await insertDoctors(databaseUrl, NUMBERED_DOCTORS)

/** An app whose spans go to a collector, and what the collector has received of these operations. */
async function exported(
  operations: [query: string, variables?: Json, headers?: Record<string, string>][],
  options: Partial<Parameters<typeof createTestApp>[0]> & { export?: Partial<SpanExportSettings> } = {},
) {
  const collector = await startOtlpCollector()
  const settings = {
    endpoint: collector.endpoint,
    sampledShare: 1,
    knownOperations: ['Doctors'],
    ...options.export,
  }
  const spanExport = await openSpanExport(settings, pino({ level: 'silent' }))
  assert.ok(spanExport)
  const app = await createTestApp({ databaseUrl, ...options, spanExport })
  const answers = []
  for (const operation of operations) answers.push(await app.run(...operation))
  await app.observability.close()
  return { ...collector, answers }
}

const attributesOf = ({ attributes }: Json) =>
  Object.fromEntries(attributes.map(({ key, value }: Json) => [key, Object.values(value)[0]]))

describe('spans that are exported by OTLP', () => {
  it('are the operation, the fields that waited, the batches with links to their fields, and the statements', async () => {
    const { spans } = await exported([[FULL_PAGE, { first: 10 }]], { settings: { traceParameters: true } })
    const found = spans()
    const [operation] = found.filter(({ kind }) => kind === 2)
    const named = (name: string) => found.filter((span) => span.name === name)
    assert.equal(operation.name, 'query Doctors')
    assert.equal(operation.parentSpanId, undefined)
    assert.partialDeepStrictEqual(attributesOf(operation), {
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Doctors',
    })
    assert.match(attributesOf(operation)['graphql.document.hash'], /^sha256:[0-9a-f]{64}$/)
    assert.ok(found.every(({ traceId }) => traceId === operation.traceId))

    const fields = named('Doctor.schedules')
    assert.equal(fields.length, 10)
    assert.partialDeepStrictEqual(attributesOf(fields[0]), {
      'graphql.field.path': 'doctors.nodes[0].schedules',
      'graphql.field.schema_coordinate': 'Doctor.schedules',
    })
    const [batch, ...others] = named('GraphQL DataLoader Batch schedulesByDoctorId')
    assert.deepEqual(others, [])
    assert.equal(batch.parentSpanId, operation.spanId)
    assert.partialDeepStrictEqual(attributesOf(batch), {
      'graphql.dataloader.name': 'schedulesByDoctorId',
      'graphql.dataloader.batch.size': 10,
    })
    assert.deepEqual(
      batch.links.map(({ spanId }: Json) => spanId).sort(),
      fields.map(({ spanId }) => spanId).sort(),
    )
    const [statement] = named('SELECT practice_schedule')
    assert.equal(statement.parentSpanId, batch.spanId)
    assert.equal(statement.kind, 3)
    assert.partialDeepStrictEqual(attributesOf(statement), {
      'db.system.name': 'postgresql',
      'db.operation.name': 'SELECT',
      'db.collection.name': 'practice_schedule',
      'db.query.summary': 'SELECT practice_schedule',
      'db.response.returned_rows': 10,
      'db.query.parameter.0': '[1,2,3,4,5,6,7,8,9,10]',
      'jadwal.statement.name': 'schedules_by_doctor',
    })
    assert.match(attributesOf(statement)['db.query.text'], /from practice_schedule/)
    assert.ok(!('db.operation.batch.size' in attributesOf(statement)))
    for (const { startTimeUnixNano: start, endTimeUnixNano: end } of found) {
      assert.ok(BigInt(start) <= BigInt(end))
      assert.ok(BigInt(operation.startTimeUnixNano) <= BigInt(start))
      assert.ok(Math.abs(Number(BigInt(start) / 1_000_000n) - Date.now()) < 60_000)
    }
  })

  it('link each batch to the fields that waited for it, by alias too', async () => {
    const query = `{
      a: doctors(first: 2) { nodes { hours: schedules { startTime } again: schedules { endTime } } }
      b: doctors(offset: 2, first: 1) { nodes { schedules { startTime } } }
    }`
    const { spans } = await exported([[query]])
    const paths = new Map(
      spans().map((span: Json) => [span.spanId, attributesOf(span)['graphql.field.path']]),
    )
    const batches = spans().filter(({ name }) => /schedulesByDoctorId/.test(name))
    const linked = batches.flatMap(({ links }) => links.map(({ spanId }: Json) => paths.get(spanId)))
    assert.deepEqual(linked.sort(), [
      'a.nodes[0].again',
      'a.nodes[0].hours',
      'a.nodes[1].again',
      'a.nodes[1].hours',
      'b.nodes[0].schedules',
    ])
  })

  it('have no parameters unless they are traced', async () => {
    const { spans } = await exported([[FULL_PAGE, { first: 2, filter: { name: 'Number' } }]])
    const names = spans().flatMap((span: Json) => Object.keys(attributesOf(span)))
    assert.ok(names.includes('db.query.text'))
    assert.deepEqual(
      names.filter((name) => name.startsWith('db.query.parameter')),
      [],
    )
  })

  it('have no name that a client chose, and say what failed', async () => {
    const { spans } = await exported([
      ['query Mine { doctor(id: "none") { name } }'],
      ['query { nothing }'],
      ['query Mine { doctors(first: 1) { totalCount } }'],
    ])
    const [failed, invalid, right] = spans().filter(({ kind }) => kind === 2)
    assert.deepEqual([failed.name, invalid.name, right.name], ['query', 'query', 'query'])
    assert.deepEqual([failed.status.code, invalid.status.code, right.status.code], [2, 2, 0])
    assert.equal(attributesOf(failed)['graphql.error.count'], 1)
    const [field] = spans().filter(({ name }) => name === 'Query.doctor')
    assert.equal(field.status.code, 2)
  })
})

describe('a traceparent', () => {
  const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
  const SPAN_ID = '00f067aa0ba902b7'
  const operationWith = async (traceparent: string, share = 1) => {
    const { spans } = await exported([['{ __typename }', {}, { traceparent }]], {
      export: { sampledShare: share },
    })
    return spans().find(({ kind }) => kind === 2)
  }

  it('makes the operation a part of the trace of the client, sampled there or not', async () => {
    for (const flags of ['00', '01']) {
      const { traceId, parentSpanId } = await operationWith(`00-${TRACE_ID}-${SPAN_ID}-${flags}`)
      assert.deepEqual([traceId, parentSpanId], [TRACE_ID, SPAN_ID])
    }
  })

  it('never forces an operation to be exported', async () => {
    assert.equal(await operationWith(`00-${TRACE_ID}-${SPAN_ID}-01`, 0), undefined)
    assert.equal(await operationWith(`00-00000000000000000000000000000001-${SPAN_ID}-01`, 0), undefined)
  })

  for (const header of [
    '',
    'none',
    `ff-${TRACE_ID}-${SPAN_ID}-01`,
    `00-${'0'.repeat(32)}-${SPAN_ID}-01`,
    `00-${TRACE_ID}-${'0'.repeat(16)}-01`,
    `00-${TRACE_ID.toUpperCase()}-${SPAN_ID}-01`,
    `00-${TRACE_ID}-${SPAN_ID}-01-more`,
  ]) {
    it(`begins a trace of its own if it is "${header}"`, async () => {
      const { traceId, parentSpanId } = await operationWith(header)
      assert.notEqual(traceId.toLowerCase(), TRACE_ID)
      assert.equal(parentSpanId, undefined)
    })
  }
})

describe('exported spans and the own trace file', () => {
  const OPERATIONS: [string, Json?][] = [
    [FULL_PAGE, { first: 3 }],
    [FULL_PAGE, { first: 10 }],
    [FULL_PAGE, { first: 50 }],
    ['{ doctors(first: 2) { nodes { name schedules { startTime } } } }'],
    ['query Twice { a: doctors(first: 3) { nodes { name } } b: doctors(first: 3) { nodes { name } } }'],
    ['query One { doctors(first: 1) { totalCount nodes { specializations { name } } } }'],
  ]

  /** Names come from the program there and from the summary here; rows are in the file alone. */
  const comparable = (requests: TracedRequest[]): TracedRequest[] =>
    requests.map((request) => ({
      ...request,
      statements: request.statements.map(({ rows: _rows, ...statement }) => ({ ...statement, name: null })),
    }))

  for (const [variant, createDirectory] of Object.entries(directoryOf)) {
    it(`are analysed to the same findings: ${variant}`, async () => {
      const traceFile = join(folder, `${variant}.jsonl`)
      const { batches } = await exported(OPERATIONS, {
        createDirectory,
        settings: { traceFile, traceParameters: true },
      })
      const own = await readRequests((await readFile(traceFile, 'utf8')).split('\n').filter(Boolean))
      const sent = await readRequests(batches)
      assert.equal(sent.format, 'OTLP JSON')
      assert.deepEqual([own.problemCount, sent.problemCount], [0, 0])
      const findingsOf = (requests: TracedRequest[]) =>
        analyseTrace(comparable(requests), { min: 'suspected' }).operations.map(
          ({ name, statements, findings }) => ({
            name,
            statements,
            findings: findings.map(({ totalMs: _totalMs, ...finding }) => finding),
          }),
        )
      const expected = findingsOf(own.found)
      assert.equal(expected.length, 4)
      const kinds = expected.flatMap(({ findings }) => findings.map(({ kind }) => kind))
      const isExpected = { 'n-plus-one': /n-plus-one/, 'count-statement': /count-pair/, production: /^/ }[
        variant
      ]
      assert.match(kinds.join(), isExpected ?? /never/)
      assert.deepEqual(findingsOf(sent.found), expected)
    })
  }
})
