import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { createTestApp, DEFAULT_MEMORY } from '../support/app/test-app.ts'
import { connected } from '../support/database/connected.ts'
import { insertDoctors } from '../support/doctors/insert-doctors.ts'
import { FULL_PAGE, NUMBERED_DOCTORS } from '../support/doctors/numbered-doctors.ts'

const app = await createTestApp({
  memory: DEFAULT_MEMORY,
  settings: { traceInAnswers: true, knownOperations: ['Doctors'] },
})
const PAGE = ['doctors_page', 'schedules_by_doctor', 'specializations_by_doctor']
const CHECK = 'data_version'

/** Nothing that was kept before is of use. */
beforeEach(() => insertDoctors(app.databaseUrl, NUMBERED_DOCTORS))

const write = (statement: string) => connected(app.databaseUrl, (session) => session.query(statement))
const CHANGE = "update doctor set name = name || '.' where id = 1"

/** Runs the operation of the tests, with a size of its own. */
const run = (first: number, headers: Record<string, string> = {}) => app.run(FULL_PAGE, { first }, headers)

describe('an operation', () => {
  it('is executed the first time, without a check, and then answered after one', async () => {
    const first = await run(1)
    assert.deepEqual(first.statements.filter((name) => name !== CHECK).toSorted(), PAGE)
    for (let time = 0; time < 3; time++) {
      const again = await run(1)
      assert.deepEqual(again.statements, [CHECK])
      assert.deepEqual(again.data, first.data)
    }
  })

  it('sends no check if it was never seen', async () => {
    assert.deepEqual((await run(99)).statements.toSorted(), PAGE)
  })

  it('is executed again after a change, with a check before', async () => {
    await run(2)
    await write(CHANGE)
    const { statements, data } = await run(2)
    assert.deepEqual(statements.toSorted(), [CHECK, ...PAGE].toSorted())
    assert.equal(data.doctors.nodes[0].name, 'dr. Number 001.')
    assert.deepEqual((await run(2)).statements, [CHECK])
  })

  it('is kept by its document, its variables and its name', async () => {
    const documents = ['{ doctors { totalCount } }', '{ doctors { totalCount }  }']
    for (const document of documents) assert.deepEqual((await app.run(document)).statements, [PAGE[0]])
    for (const first of [3, 4]) assert.deepEqual((await run(first)).data.doctors.nodes.length, first)
    for (const first of [3, 4]) assert.deepEqual((await run(first)).data.doctors.nodes.length, first)
  })

  it('is not kept if it has errors, whole or in part', async () => {
    for (const [operation, expected] of [
      ['{ doctors(first: 101) { totalCount } }', []],
      ['{ doctors { totalCount } nodes(ids: ["x"]) { id } }', [PAGE[0]]],
      ['{ nothing }', []],
      ['{', []],
    ] as const) {
      for (let time = 0; time < 2; time++) {
        const { statements, errors } = await app.run(operation)
        assert.equal(errors.length, 1)
        assert.deepEqual(statements, expected)
      }
    }
  })

  it('is not kept if its statements saw several versions', async () => {
    let isChanging = true
    const changing = (async () => {
      while (isChanging) await write(CHANGE)
    })()
    try {
      for (let time = 0; time < 20; time++) {
        const { data } = await run(5)
        assert.equal(data.doctors.nodes.length, 5)
      }
    } finally {
      isChanging = false
      await changing
    }
    const settled = await run(5)
    assert.deepEqual((await run(5)).data, settled.data)
  })

  it('that finds nothing is kept, too', async () => {
    for (const operation of [
      '{ doctors(filter: { name: "nobody" }) { nodes { id } } }',
      `{ doctor(id: "${btoa('Doctor:4711')}") { name } }`,
    ]) {
      const { data, statements } = await app.run(operation)
      assert.equal(statements.length, 1)
      const again = await app.run(operation)
      assert.deepEqual(again.statements, [CHECK])
      assert.deepEqual(again.data, data)
    }
  })

  it('that sends no statements is executed each time', async () => {
    for (let time = 0; time < 2; time++) {
      const { data, statements } = await app.run('{ __typename }')
      assert.deepEqual([data.__typename, statements], ['Query', []])
    }
  })

  it('is executed if it asks for its trace, which shows its statements', async () => {
    await run(6)
    for (let time = 0; time < 2; time++) {
      const { extensions, statements } = await run(6, { 'x-trace': '1' })
      assert.equal(extensions.trace.statements.length, 3)
      assert.deepEqual(statements.toSorted(), PAGE)
    }
    assert.deepEqual((await run(6)).statements, [CHECK])
    assert.equal((await run(6)).extensions, undefined)
  })

  it('is answered from memory if it asks for a trace where there are none', async () => {
    const off = await createTestApp({ databaseUrl: app.databaseUrl, memory: DEFAULT_MEMORY })
    const { data } = await off.run(FULL_PAGE)
    for (let time = 0; time < 2; time++) {
      const again = await off.run(FULL_PAGE, {}, { 'x-trace': '1' })
      assert.deepEqual([again.data, again.extensions, again.statements], [data, undefined, [CHECK]])
    }
    assert.equal(off.logged.at(-1).memory, 'hit')
  })

  it('has its cost in the answer only if it asks for it', async () => {
    const costs = []
    for (const cost of ['1', '0', '1', '0']) costs.push((await run(7, { 'x-cost': cost })).extensions?.cost)
    assert.equal(costs[0].statements, 3)
    assert.deepEqual(costs, [costs[0], undefined, costs[0], undefined])
  })
})

describe('many who ask for the same at the same moment', () => {
  it('share one execution and at most one check before it was ever asked, and one check afterwards', async () => {
    const users = Array.from({ length: 50 })
    const cold = await Promise.all(users.map(() => run(8)))
    const sent = cold.at(-1)?.statements ?? []
    assert.deepEqual(sent.filter((name) => name !== CHECK).toSorted(), PAGE)
    assert.ok(sent.length <= 5, sent.join())
    const warm = await Promise.all(users.map(() => run(8)))
    assert.deepEqual(warm.at(-1)?.statements, [CHECK])
    for (const { data } of [...cold, ...warm]) assert.deepEqual(data, cold[0]?.data)
  })

  it('get an answer even if the one whose execution they wait for hangs up', async () => {
    const first = new AbortController()
    const send = (signal: AbortSignal) =>
      app.answer({
        ...{ method: 'POST', url: 'http://jadwal.test/graphql', signal },
        headers: { 'content-type': 'application/json', 'x-request-id': 'r' },
        body: JSON.stringify({ query: FULL_PAGE, variables: { first: 9 } }),
      })
    await connected(app.databaseUrl, async (session) => {
      await session.query('begin')
      await session.query('lock table practice_schedule')
      const waiting = [first.signal, new AbortController().signal, new AbortController().signal].map(send)
      first.abort()
      await waiting[0]
      await session.query('rollback')
      for (const { status, body } of await Promise.all(waiting.slice(1))) {
        assert.equal(status, 200)
        assert.equal(JSON.parse(String(body)).data.doctors.nodes.length, 9)
      }
    })
  })
})

describe('the headers of CORS', () => {
  it('are those of each request, also from memory', async () => {
    const seen = []
    for (const origin of ['https://a.example', undefined, 'https://b.example', 'https://a.example']) {
      const { headers } = await run(10, origin === undefined ? {} : { origin, 'sec-fetch-mode': 'cors' })
      seen.push(headers.get('access-control-allow-origin'))
      assert.match(headers.get('vary') ?? '', /Origin/)
    }
    assert.deepEqual(seen, ['https://a.example', null, 'https://b.example', 'https://a.example'])
  })

  it('do not open what is refused to pages of other sites', async () => {
    await run(11)
    const { status } = await run(11, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })
    assert.equal(status, 403)
  })
})

describe('the log and the metrics', () => {
  it('say how memory was used, and a hit is an operation like others', async () => {
    const series = async () => {
      const text = await (await app.fetch('/metrics')).text()
      return (name: string) =>
        Number(
          text
            .split('\n')
            .find((line) => line.startsWith(`${name} `))
            ?.split(' ')
            .at(-1) ?? 0,
        )
    }
    const before = await series()
    await run(12)
    await run(12)
    await write(CHANGE)
    await run(12)
    await run(12, { 'x-trace': '1' })
    const lines = app.logged.slice(-4)
    assert.deepEqual(
      lines.map(({ memory, operation, statements }) => [memory, operation, statements]),
      [
        ['miss', 'Doctors', 3],
        ['hit', 'Doctors', 0],
        ['stale', 'Doctors', 3],
        ['bypass', 'Doctors', 3],
      ],
    )
    for (const { bytes } of lines) assert.ok(bytes > 500)
    const after = await series()
    const increase = (name: string) => after(name) - before(name)
    for (const outcome of ['hit', 'miss', 'stale', 'bypass']) {
      assert.equal(increase(`jadwal_memory_answers_total{outcome="${outcome}"}`), 1, outcome)
    }
    assert.equal(increase('jadwal_operation_duration_seconds_count{operation="Doctors"}'), 4)
    assert.equal(increase('graphql_envelop_request{operation="Doctors",type="query"}'), 4)
    assert.ok(after('jadwal_memory_bytes') > 0)
    assert.ok(after('jadwal_memory_answers') > 0)
  })

  it('have no word of memory for what is no operation', async () => {
    await app.fetch('/graphql', { method: 'OPTIONS', headers: { 'x-request-id': 'no-operation' } })
    const line = app.logged.find(({ requestId }) => requestId === 'no-operation')
    assert.equal('memory' in line, false)
  })
})
