import assert from 'node:assert/strict'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import type { OperationTrace } from '../src/observability/operation-trace.ts'
import { openTraceFile } from '../src/observability/trace-file.ts'
import { connected } from './support/connected.ts'
import { insertDoctors } from './support/insert-doctors.ts'
import type { Json } from './support/json.ts'
import { makeOpenFolder } from './support/open-folder.ts'
import { createTestApp } from './support/test-app.ts'
import { testServerUrl } from './support/test-database.ts'

const folder = await makeOpenFolder()
after(() => rm(folder, { recursive: true }))

const FULL = `query Doctors($first: Int, $filter: DoctorFilter) {
  doctors(first: $first, filter: $filter) {
    totalCount nodes { name specializations { name } schedules { startTime endsNextDay } }
  }
}`

const doctors = Array.from({ length: 60 }, (_, index) => ({
  id: index + 1,
  name: `dr. Number ${String(index + 1).padStart(3, '0')}`,
  isActive: true,
  createdAt: new Date(0),
  specialties: ['Anak'],
  schedules: [{ dayOfWeek: 1, startMinute: 480, endMinute: 720, isAvailable: true }],
}))

async function readLines(path: string): Promise<Json[]> {
  const text = await readFile(path, 'utf8')
  assert.ok(text === '' || text.endsWith('\n'), 'the last line is whole')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

describe('a trace', async () => {
  const app = await createTestApp({ settings: { traceInAnswers: true } })
  await insertDoctors(app.databaseUrl, doctors)

  const traceOf = async (operation: string, variables = {}) => {
    const response = await app.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-trace': '1', 'x-request-id': 'r-7' },
      body: JSON.stringify({ query: operation, variables }),
    })
    return (await response.json()).extensions.trace
  }

  it('ties each statement to the field and the batch that sent it', async () => {
    const trace = await traceOf(FULL, { first: 10 })
    assert.equal(trace.operation, 'Doctors')
    assert.equal(trace.requestId, 'r-7')
    assert.deepEqual(
      trace.statements.map(({ name, path, loader, batchSize, rowCount }: Json) => ({
        name,
        path,
        loader,
        batchSize,
        rowCount,
      })),
      [
        { name: 'doctors_page', path: 'doctors', loader: null, batchSize: null, rowCount: 10 },
        {
          name: 'specializations_by_doctor',
          path: 'doctors.nodes.*.specializations',
          loader: 'specializationsByDoctorId',
          batchSize: 10,
          rowCount: 10,
        },
        {
          name: 'schedules_by_doctor',
          path: 'doctors.nodes.*.schedules',
          loader: 'schedulesByDoctorId',
          batchSize: 10,
          rowCount: 10,
        },
      ],
    )
  })

  it('lists the resolvers that have code of their own, with indices folded', async () => {
    const { resolvers } = await traceOf(FULL, { first: 10 })
    assert.deepEqual(
      resolvers.map(({ path, count }: Json) => `${count} ${path}`),
      [
        '1 doctors',
        '1 doctors.nodes',
        '10 doctors.nodes.*.schedules',
        '10 doctors.nodes.*.schedules.*.endsNextDay',
        '10 doctors.nodes.*.schedules.*.startTime',
        '10 doctors.nodes.*.specializations',
        '1 doctors.totalCount',
      ],
    )
    for (const { count, totalElapsedMs, maxElapsedMs } of resolvers) {
      assert.ok(maxElapsedMs <= totalElapsedMs && totalElapsedMs <= count * maxElapsedMs + 0.001)
    }
  })

  it('knows paths by alias, and the same document by its hash', async () => {
    const trace = await traceOf(
      '{ mine: doctors(first: 1) { edges { node { hours: schedules { startTime } } } } }',
    )
    assert.deepEqual(
      trace.statements.map(({ path }: Json) => path),
      ['mine', 'mine.edges.*.node.hours'],
    )
    assert.equal(
      (await traceOf('{ __typename }')).documentHash,
      (await traceOf('{ __typename }')).documentHash,
    )
    assert.notEqual((await traceOf('{ __typename }')).documentHash, trace.documentHash)
  })

  it('tells one fragment in two places apart', async () => {
    const { statements } = await traceOf(
      `{ a: doctors(first: 2) { nodes { ...hours } } b: doctors(offset: 2, first: 2) { nodes { ...hours } } }
       fragment hours on Doctor { schedules { startTime } }`,
    )
    const paths = statements.map(({ path }: Json) => path)
    assert.deepEqual(paths.slice(0, 2).sort(), ['a', 'b'])
    for (const path of paths.slice(2)) assert.match(path, /^[ab]\.nodes\.\*\.schedules$/)
    const { resolvers } = await traceOf(
      `{ a: doctors(first: 2) { nodes { ...hours } } b: doctors(offset: 2, first: 3) { nodes { ...hours } } }
       fragment hours on Doctor { schedules { startTime } }`,
    )
    const counts = resolvers.map(({ path, count }: Json) => `${count} ${path}`)
    assert.ok(
      counts.includes('2 a.nodes.*.schedules') && counts.includes('3 b.nodes.*.schedules'),
      counts.join(),
    )
  })

  it('has phases that fit into the whole', async () => {
    const { phases, durationMs } = await traceOf(FULL)
    assert.deepEqual(Object.keys(phases), ['parseMs', 'validateMs', 'contextMs', 'executeMs'])
    const sum = phases.parseMs + phases.validateMs + phases.contextMs + phases.executeMs
    assert.ok(phases.executeMs > 0 && sum <= durationMs)
  })

  it('tells types and a hash of parameters, and no parameter, unless it is asked to', async () => {
    const [page] = (await traceOf(FULL, { filter: { name: 'number 007' } })).statements
    assert.ok(page.parameterTypes.includes('string'))
    assert.doesNotMatch(JSON.stringify([page.parameters, page.rows, page.text]), /007/)

    const open = await createTestApp({
      databaseUrl: app.databaseUrl,
      settings: { traceInAnswers: true, traceParameters: true },
    })
    const { data } = await open.run(FULL, { filter: { name: 'number 007' } })
    assert.equal(data.doctors.totalCount, 1)
    const response = await open.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-trace': '1' },
      body: JSON.stringify({ query: FULL, variables: { filter: { name: 'number 007' } } }),
    })
    const [asked] = (await response.json()).extensions.trace.statements
    assert.ok(asked.parameters.includes('%number 007%'))
    assert.equal(asked.rows[0].name, 'dr. Number 007')
  })

  it('is shown to nobody who does not ask, and to nobody at all where it is off', async () => {
    const post = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{__typename}"}',
    }
    assert.deepEqual(await (await app.fetch('/graphql', post)).json(), { data: { __typename: 'Query' } })
    const off = await createTestApp({ databaseUrl: app.databaseUrl })
    const asking = { ...post, headers: { ...post.headers, 'x-trace': '1' } }
    assert.deepEqual(await (await off.fetch('/graphql', asking)).json(), { data: { __typename: 'Query' } })
  })
})

describe('a trace file', () => {
  it('holds every statement that PostgreSQL counted, each on the right operation and path, of 50 at once', async () => {
    const traceFile = join(folder, 'complete.jsonl')
    const app = await createTestApp({ settings: { traceFile, traceParameters: true } })
    await insertDoctors(app.databaseUrl, doctors)
    const counted = await countStatements(app.databaseUrl)

    const ask = async (number: number, round: number) => {
      const name = `number ${String(number).padStart(3, '0')}`
      const id = btoa(`Doctor:${number}`)
      const requestId = `r-${number}-${round}`
      const [query, variables] = [
        [FULL, { filter: { name } }],
        ['query ById($id: ID!) { doctor(id: $id) { name schedules { startTime } } }', { id }],
        ['query Nodes($ids: [ID!]!) { nodes(ids: $ids) { ... on Doctor { name } } }', { ids: [id] }],
      ][round % 3] ?? ['', {}]
      const response = await app.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-request-id': requestId },
        body: JSON.stringify({ query, variables }),
      })
      const body = await response.text()
      assert.match(body, new RegExp(`dr\\. Number ${String(number).padStart(3, '0')}`))
    }
    for (let round = 0; round < 6; round++) {
      await Promise.all([
        ...Array.from({ length: 50 }, (_, index) => ask(index + 1, round)),
        app.fetch('/readiness'),
      ])
    }
    const calls = (await countStatements(app.databaseUrl)) - counted
    await app.observability.close()

    const traces = await readLines(traceFile)
    const statements = traces.flatMap((trace) =>
      trace.statements.map((statement: Json) => ({ trace, ...statement })),
    )
    assert.equal(statements.length, calls)
    assert.equal(calls, 50 * 2 * (3 + 2 + 1) + 6)

    const outside = statements.filter(({ trace }) => trace.origin === 'outside')
    assert.deepEqual([...new Set(outside.map(({ name, path }) => `${name} ${path}`))], ['readiness null'])

    for (const { trace, parameters, path, loader } of statements.filter(
      ({ trace }) => trace.origin === 'operation',
    )) {
      const number = Number(trace.requestId.split('-')[1])
      const asked = JSON.stringify(parameters)
      assert.ok(
        asked.includes(`%number ${String(number).padStart(3, '0')}%`) || asked.includes(String(number)),
        asked,
      )
      const paths: Record<string, string[]> = {
        Doctors: ['doctors', 'doctors.nodes.*.specializations', 'doctors.nodes.*.schedules'],
        ById: ['doctor', 'doctor.schedules'],
        Nodes: ['nodes'],
      }
      assert.ok(paths[trace.operation]?.includes(path), `${trace.operation}: ${path}`)
      assert.equal(loader !== null, /specializations|schedules/.test(path))
    }
  })

  it('loses and tears no line, however fast they come, when it is closed', async () => {
    const path = join(folder, 'many.jsonl')
    const file = await openTraceFile(path)
    const waits: Promise<void>[] = []
    for (let number = 0; number < 5000; number++) {
      const written = file.write({ ...emptyTrace, requestId: String(number), operation: 'x'.repeat(1000) })
      if (written) waits.push(written)
    }
    await file.close()
    await Promise.all(waits)
    const numbers = (await readLines(path)).map(({ requestId }) => Number(requestId))
    assert.deepEqual(numbers, [...Array(5000).keys()])
  })

  it('makes operations wait while the disk cannot keep up', async () => {
    const file = await openTraceFile(join(folder, 'slow.jsonl'))
    const first = file.write({ ...emptyTrace, operation: 'x'.repeat(1_000_000) })
    assert.ok(first instanceof Promise)
    let isWritten = false
    const waiting = first.then(() => {
      isWritten = true
    })
    assert.equal(isWritten, false)
    await waiting
    await file.close()
  })

  it('that cannot be opened is refused in a sentence', async () => {
    await assert.rejects(openTraceFile(join(folder, 'missing', 'x.jsonl')), {
      name: 'StartupError',
      message: /traces cannot be written to .*ENOENT/,
    })
  })
})

const emptyTrace: OperationTrace = {
  version: 1,
  origin: 'operation',
  operation: null,
  documentHash: null,
  requestId: null,
  startedAt: new Date(0).toISOString(),
  durationMs: 0,
  phases: { parseMs: 0, validateMs: 0, contextMs: 0, executeMs: 0 },
  resolvers: [],
  statements: [],
}

/** How many statements PostgreSQL has counted in a database, asked from another one. */
async function countStatements(url: string): Promise<number> {
  const name = /\/(test_\w+)\?/.exec(url)?.[1]
  return connected(testServerUrl('postgres'), async (client) => {
    await client.query('create extension if not exists pg_stat_statements')
    const { rows } = await client.query(
      `select coalesce(sum(calls), 0)::int as calls from pg_stat_statements
       join pg_database on pg_database.oid = dbid where datname = $1`,
      [name],
    )
    return rows[0].calls
  })
}
