import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { replaceDemoData } from '../../../src/demo-data/replace-demo-data.ts'
import { createTestApp } from '../../support/app/test-app.ts'

const app = await createTestApp({ settings: { knownOperations: ['Doctors'] } })
await replaceDemoData({ url: app.databaseUrl, doctors: 30 })

/** Every series with its value; a series is a name with its labels. */
async function scrape(): Promise<Map<string, number>> {
  const response = await app.fetch('/metrics')
  assert.equal(response.status, 200)
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
}

const FIELDS = '{ doctors(first: 3) { nodes { name specializations { name } schedules { startTime } } } }'

describe('/metrics', () => {
  it('counts and times operations, with a bounded set of names', async () => {
    const before = await scrape()
    await app.run(`query Doctors ${FIELDS}`)
    await app.run(`query Unheard ${FIELDS}`)
    await app.run(FIELDS)
    await app.run('query Doctors { doctors(first: 101) { totalCount } }')
    const after = await scrape()
    const increase = (series: string) => (after.get(series) ?? 0) - (before.get(series) ?? 0)

    assert.equal(increase('jadwal_operation_duration_seconds_count{operation="Doctors"}'), 2)
    assert.equal(increase('jadwal_operation_duration_seconds_count{operation="other"}'), 1)
    assert.equal(increase('jadwal_operation_duration_seconds_count{operation="anonymous"}'), 1)
    assert.equal(increase('jadwal_operation_statements_sum{operation="Doctors"}'), 3)
    for (const statement of ['doctors_page', 'specializations_by_doctor', 'schedules_by_doctor']) {
      assert.equal(
        increase(`jadwal_statement_duration_seconds_count{statement="${statement}",outcome="success"}`),
        3,
      )
    }
    assert.equal(increase('jadwal_loader_batch_size_sum{loader="schedulesByDoctorId"}'), 9)
    assert.equal(increase('graphql_envelop_request{operation="Doctors",type="query"}'), 2)
    assert.equal(increase('graphql_envelop_error_result{operation="Doctors",phase="execute"}'), 1)
    assert.equal(increase('jadwal_operation_phase_seconds_count{operation="other",phase="execute"}'), 1)
  })

  it('has the metrics of the pool, the event loop and memory', async () => {
    const names = [...(await scrape()).keys()].join('\n')
    for (const name of [
      'jadwal_pool_connections{state="in_use"}',
      'jadwal_pool_connections{state="idle"}',
      'jadwal_pool_connections{state="waiting"}',
      'nodejs_eventloop_lag_p99_seconds',
      'process_resident_memory_bytes',
      'jadwal_statement_duration_seconds_bucket{le="0.00025",statement="doctors_page",outcome="success"}',
    ]) {
      assert.ok(names.includes(name), name)
    }
  })

  it('has the same series after 10,000 requests with distinct operation names', async () => {
    const send = async (name: string, kind: number) => {
      const bodies = [
        { query: `query ${name} { __typename }` },
        { query: `query ${name} { nope }` },
        { query: `query ${name} {` },
        { query: 'query A { __typename }', operationName: name },
      ]
      const response = await app.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(bodies[kind % bodies.length]),
      })
      await response.text()
    }
    // What a garbage collector does first now and then is Node's to say.
    const series = async () => [...(await scrape()).keys()].filter((name) => !name.startsWith('nodejs_'))

    for (let kind = 0; kind < 4; kind++) await send('First', kind)
    const before = await series()
    for (let hundred = 0; hundred < 100; hundred++) {
      await Promise.all(Array.from({ length: 100 }, (_, index) => send(`Made_${hundred}_${index}`, index)))
    }
    assert.deepEqual(await series(), before)
  })
})
