import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Json } from '../support/app/json.ts'
import { createTestApp } from '../support/app/test-app.ts'
import { insertDoctors } from '../support/doctors/insert-doctors.ts'
import { FULL_PAGE, NUMBERED_DOCTORS } from '../support/doctors/numbered-doctors.ts'

describe('a trace', async () => {
  const app = await createTestApp({ settings: { traceInAnswers: true } })
  await insertDoctors(app.databaseUrl, NUMBERED_DOCTORS)

  const traceOf = async (operation: string, variables = {}) => {
    const response = await app.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-trace': '1', 'x-request-id': 'r-7' },
      body: JSON.stringify({ query: operation, variables }),
    })
    return (await response.json()).extensions.trace
  }

  it('attributes each statement to the field and the batch that sent it', async () => {
    const trace = await traceOf(FULL_PAGE, { first: 10 })
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

  it('lists resolvers with code of their own, with * for list indices', async () => {
    const { resolvers } = await traceOf(FULL_PAGE, { first: 10 })
    assert.deepEqual(
      resolvers.map(({ path, count }: Json) => `${count} ${path}`),
      [
        '1 doctors',
        '1 doctors.nodes',
        '10 doctors.nodes.*.schedules',
        '10 doctors.nodes.*.schedules.*.endsNextDay',
        '10 doctors.nodes.*.specializations',
        '1 doctors.totalCount',
      ],
    )
    for (const { count, totalElapsedMs, maxElapsedMs } of resolvers) {
      assert.ok(maxElapsedMs <= totalElapsedMs && totalElapsedMs <= count * maxElapsedMs + 0.001)
    }
  })

  it('has paths by response key, and the same hash for the same document', async () => {
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

  it('distinguishes one fragment used in two places', async () => {
    const { statements } = await traceOf(
      `{ a: doctors(first: 2) { nodes { ...hours } } b: doctors(offset: 2, first: 2) { nodes { ...hours } } }
       fragment hours on Doctor { schedules { startTime } }`,
    )
    const paths = statements.map(({ path }: Json) => path)
    assert.deepEqual(paths.filter((path: string) => path.length === 1).sort(), ['a', 'b'])
    for (const path of paths) assert.match(path, /^[ab](\.nodes\.\*\.schedules)?$/)
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

  it('has phases within the total duration', async () => {
    const { phases, durationMs } = await traceOf(FULL_PAGE)
    assert.deepEqual(Object.keys(phases), ['parseMs', 'validateMs', 'contextMs', 'executeMs'])
    const sum = phases.parseMs + phases.validateMs + phases.contextMs + phases.executeMs
    assert.ok(phases.executeMs > 0 && sum <= durationMs)
  })

  it('has types and a hash of parameters, but parameters only if enabled', async () => {
    const [page] = (await traceOf(FULL_PAGE, { filter: { name: 'number 007' } })).statements
    assert.ok(page.parameterTypes.includes('string'))
    assert.doesNotMatch(JSON.stringify([page.parameters, page.rows, page.text]), /007/)

    const open = await createTestApp({
      databaseUrl: app.databaseUrl,
      settings: { traceInAnswers: true, traceParameters: true },
    })
    const { data } = await open.run(FULL_PAGE, { filter: { name: 'number 007' } })
    assert.equal(data.doctors.totalCount, 1)
    const response = await open.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-trace': '1' },
      body: JSON.stringify({ query: FULL_PAGE, variables: { filter: { name: 'number 007' } } }),
    })
    const [asked] = (await response.json()).extensions.trace.statements
    assert.ok(asked.parameters.includes('%number 007%'))
    assert.equal(asked.rows[0].name, 'dr. Number 007')
  })

  it('is only added to responses of requests with the header, and never if disabled', async () => {
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
