import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readRequests } from '../../../support/traces/read-requests.ts'

/** The statements of each request, and the operations. */
async function requestsIn(log: string, logLinePrefix?: string) {
  const { format, found, notes } = await readRequests(log.trimStart().split('\n'), logLinePrefix)
  return {
    format,
    notes,
    operations: found.map(({ operation }) => operation),
    texts: found.map(({ statements }) => statements.map(({ text }) => text)),
    statements: found.flatMap(({ statements }) => statements),
  }
}

const SA = '2026-01-31 09:30:00,000 INFO sqlalchemy.engine.Engine'

describe('the log of SQLAlchemy', () => {
  it('has a request for each access line, with texts of several lines and their parameters', async () => {
    const { format, operations, texts, statements } = await requestsIn(`
INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)
${SA} BEGIN (implicit)
${SA} SELECT doctor.id 
FROM doctor 
WHERE doctor.name = %(name_1)s
${SA} [generated in 0.00032s] {'name_1': "O'Hara"}
INFO:     127.0.0.1:38332 - "GET /doctors/17?page=2 HTTP/1.1" 200 OK
${SA} ROLLBACK
${SA} BEGIN (implicit)
${SA} SELECT 1
${SA} [cached since 0.35s ago] (5, None, datetime.date(2026, 1, 31), Decimal('1.5'))
INFO:     127.0.0.1:38332 - "GET /health HTTP/1.1" 200 OK
${SA} ROLLBACK`)
    assert.equal(format, 'SQLAlchemy log')
    assert.deepEqual(operations, ['GET /doctors/*', 'GET /health'])
    assert.deepEqual(texts, [
      ['SELECT doctor.id \nFROM doctor \nWHERE doctor.name = %(name_1)s'],
      ['SELECT 1'],
    ])
    assert.deepEqual(
      statements.map(({ parameters }) => parameters),
      [{ name_1: "O'Hara" }, [5, null, 'datetime.date(2026, 1, 31)', '1.5']],
    )
  })

  it('has a request for each transaction where no server logs its own', async () => {
    const { texts } = await requestsIn(`
${SA} BEGIN (implicit)
${SA} SELECT 1
${SA} [raw sql] {}
${SA} COMMIT
${SA} BEGIN (implicit)
${SA} SELECT 2
${SA} [raw sql] ()
${SA} ROLLBACK`)
    assert.deepEqual(texts, [['SELECT 1'], ['SELECT 2']])
  })

  it('says how a transaction ended that others of its request come after', async () => {
    const { texts } = await requestsIn(`
${SA} BEGIN (implicit)
${SA} UPDATE a SET b = 1
${SA} [raw sql] {}
${SA} ROLLBACK
${SA} BEGIN (implicit)
${SA} UPDATE a SET b = 1
${SA} [raw sql] {}
${SA} COMMIT
INFO:     127.0.0.1:38332 - "POST /a HTTP/1.1" 200 OK`)
    assert.deepEqual(texts, [['UPDATE a SET b = 1', 'ROLLBACK', 'UPDATE a SET b = 1']])
  })

  it('distinguishes the statements of transactions that overlap by their texts, and says so', async () => {
    const { texts, notes } = await requestsIn(`
${SA} BEGIN (implicit)
${SA} SELECT count(*) FROM a
${SA} [raw sql] {}
${SA} BEGIN (implicit)
${SA} SELECT count(*) FROM a
${SA} [raw sql] {}
${SA} SELECT * FROM a
${SA} [raw sql] {}
${SA} SELECT * FROM a
${SA} [raw sql] {}
${SA} ROLLBACK
${SA} ROLLBACK`)
    assert.deepEqual(texts, [
      ['SELECT count(*) FROM a', 'SELECT * FROM a'],
      ['SELECT count(*) FROM a', 'SELECT * FROM a'],
    ])
    assert.match(notes[0] ?? '', /^1 transactions began while another was open/)
  })

  it('gives the statements of a loop to the transaction that sends them, and parameters to those that ask for them', async () => {
    const { texts, statements, operations } = await requestsIn(`
${SA} BEGIN (implicit)
${SA} SELECT * FROM a
${SA} [raw sql] {}
${SA} BEGIN (implicit)
${SA} SELECT * FROM b
${SA} [raw sql] {}
${SA} SELECT * FROM a_of WHERE a = %(a)s
${SA} [raw sql] {'a': 1}
${SA} SELECT * FROM b_of WHERE b = %(b)s
${SA} [raw sql] {'b': 1}
${SA} SELECT * FROM b_of WHERE b = %(b)s
${SA} SELECT * FROM a_of WHERE a = %(a)s
${SA} [raw sql] {'a': 2}
${SA} [raw sql] {'b': 2}
${SA} COMMIT
INFO:     127.0.0.1:38332 - "GET /b HTTP/1.1" 200 OK
${SA} COMMIT
INFO:     127.0.0.1:38334 - "GET /a HTTP/1.1" 200 OK`)
    const [a, b] = ['SELECT * FROM a_of WHERE a = %(a)s', 'SELECT * FROM b_of WHERE b = %(b)s']
    assert.deepEqual(operations, ['GET /b', 'GET /a'])
    assert.deepEqual(texts, [
      ['SELECT * FROM b', b, b],
      ['SELECT * FROM a', a, a],
    ])
    assert.deepEqual(
      statements.map(({ parameters }) => parameters),
      [{}, { b: 1 }, { b: 2 }, {}, { a: 1 }, { a: 2 }],
    )
  })

  it('has rows where it is written for debugging, and values that were cut are not known', async () => {
    const { statements } = await requestsIn(`
${SA} SELECT id FROM a WHERE b = %(b)s
${SA} [generated in 0.1s] {'b': 'xx ... (300 characters truncated) ... yy'}
2026-01-31 09:30:00,001 DEBUG sqlalchemy.engine.Engine Col ('id',)
2026-01-31 09:30:00,001 DEBUG sqlalchemy.engine.Engine Row (7,)
2026-01-31 09:30:00,001 DEBUG sqlalchemy.engine.Engine Row (8,)`)
    assert.partialDeepStrictEqual(statements[0], { rowCount: 2, rows: [{ id: 7 }, { id: 8 }] })
    assert.deepEqual(statements[0]?.parameters, { b: undefined })
  })
})

describe('the log of an application', () => {
  it('Django: requests between access lines', async () => {
    const { operations, texts, statements } = await requestsIn(`
(0.001) SELECT "a"."id" FROM "a" WHERE "a"."b" = 5; args=(5,)
(0.002) INSERT INTO "a" ("b")
VALUES (%s); args=('x',); alias=default
[31/Jan/2026 09:30:00] "POST /things/ HTTP/1.1" 201 34`)
    assert.deepEqual(operations, ['POST /things/'])
    assert.deepEqual(texts, [
      ['SELECT "a"."id" FROM "a" WHERE "a"."b" = 5', 'INSERT INTO "a" ("b")\nVALUES (%s)'],
    ])
    assert.deepEqual([statements[0]?.durationMs, statements[1]?.parameters], [1, ['x']])
  })

  it('Rails: requests by what was started, colours and cached statements left out', async () => {
    const { operations, texts, statements } = await requestsIn(`
Started GET "/posts/7" for 127.0.0.1 at 2026-01-31 09:30:00 +0000
Processing by PostsController#show as HTML
D, [2026-01-31T09:30:00.1 #7] DEBUG -- :   \u001b[1m\u001b[36mPost Load (0.4ms)\u001b[0m  \u001b[1m\u001b[34mSELECT "posts".* FROM "posts" WHERE "posts"."id" = $1 LIMIT $2\u001b[0m  [["id", 7], ["LIMIT", 1]]
  ↳ app/controllers/posts_controller.rb:12:in \`show'
  CACHE Post Load (0.0ms)  SELECT "posts".* FROM "posts" WHERE "posts"."id" = $1  [["id", 7]]
  Rendered posts/show.html.erb (Duration: 1.0ms | Allocations: 5)
Completed 200 OK in 5ms (ActiveRecord: 0.4ms)`)
    assert.deepEqual(operations, ['GET /posts/*'])
    assert.deepEqual(texts, [['SELECT "posts".* FROM "posts" WHERE "posts"."id" = $1 LIMIT $2']])
    assert.partialDeepStrictEqual(statements[0], { name: 'Post Load', durationMs: 0.4, parameters: [7, 1] })
  })

  it('Prisma, TypeORM, Drizzle and Sequelize: texts, and parameters where they are logged', async () => {
    const { statements } = await requestsIn(`
prisma:query SELECT "public"."User"."id" FROM "public"."User" WHERE "public"."User"."id" = $1
{"timestamp":"2026-01-31T09:30:00.000Z","query":"SELECT 1 WHERE $1","params":"[5]","duration":2,"target":"x"}
query: SELECT 2 WHERE $1 -- PARAMETERS: ["a"]
query failed: SELECT 3
query: { doctors { id } }
{"query":"query Doctors { doctors { id } }"}
Query: select 4 where $1 -- params: [true]
Executing (default): SELECT 5 WHERE "a" = 'b; c';
Executing (5f0e): SELECT 6 WHERE $1; 7`)
    assert.deepEqual(
      statements.map(({ text, parameters }) => [text, parameters]),
      [
        ['SELECT "public"."User"."id" FROM "public"."User" WHERE "public"."User"."id" = $1', undefined],
        ['SELECT 1 WHERE $1', [5]],
        ['SELECT 2 WHERE $1', ['a']],
        ['SELECT 3', undefined],
        ['select 4 where $1', [true]],
        [`SELECT 5 WHERE "a" = 'b; c';`, undefined],
        ['SELECT 6 WHERE $1', [7]],
      ],
    )
    assert.equal(statements[3]?.error, 'failed')
  })
})

describe('the log of PostgreSQL', () => {
  it('has parameters, durations, errors and plans, and a request for each transaction of a session', async () => {
    const { format, texts, statements } = await requestsIn(`
2026-01-31 09:30:00.100 UTC [7] LOG:  statement: BEGIN
2026-01-31 09:30:00.101 UTC [8] LOG:  statement: SELECT 8
2026-01-31 09:30:00.101 UTC [7] LOG:  duration: 1.5 ms  execute <unnamed>: SELECT *
\tFROM a WHERE b = $1 AND c = $2
2026-01-31 09:30:00.101 UTC [7] DETAIL:  Parameters: $1 = 'it''s', $2 = NULL
2026-01-31 09:30:00.102 UTC [7] LOG:  execute s1: SELECT $1
2026-01-31 09:30:00.102 UTC [7] DETAIL:  parameters: $1 = 'aaaa...'
2026-01-31 09:30:00.103 UTC [7] LOG:  duration: 2.5 ms
2026-01-31 09:30:00.104 UTC [7] ERROR:  relation "x" does not exist at character 15
2026-01-31 09:30:00.104 UTC [7] STATEMENT:  SELECT * FROM x
2026-01-31 09:30:00.105 UTC [7] LOG:  duration: 0.2 ms  plan:
\tQuery Text: SELECT 9
\tResult  (cost=0.00..0.01 rows=1 width=4) (actual time=0.001..0.001 rows=3 loops=1)
2026-01-31 09:30:00.106 UTC [7] LOG:  statement: COMMIT
2026-01-31 09:30:00.107 UTC [7] LOG:  statement: SELECT 10`)
    assert.equal(format, 'PostgreSQL log')
    assert.deepEqual(texts, [
      [
        'BEGIN',
        'SELECT *\nFROM a WHERE b = $1 AND c = $2',
        'SELECT $1',
        'SELECT * FROM x',
        'SELECT 9',
        'COMMIT',
      ],
      ['SELECT 8'],
      ['SELECT 10'],
    ])
    const [, first, second, failed, plan] = statements
    assert.deepEqual(first?.parameters, ["it's", null])
    assert.deepEqual([second?.parameters, second?.durationMs], [[undefined], 2.5])
    assert.match(failed?.error ?? '', /does not exist/)
    assert.equal(plan?.rowCount, 3)
  })

  it('has requests by traceparent, and their operations from comments', async () => {
    const line = (id: string, text: string) =>
      `2026-01-31 09:30:00.100 UTC [7] LOG:  statement: ${text} /*route='%2Fposts',traceparent='00-${id.repeat(32)}-${'b'.repeat(16)}-01'*/`
    const { texts, operations } = await requestsIn(
      [line('a', 'SELECT 1'), line('a', 'SELECT 2'), line('c', 'SELECT 3')].join('\n'),
    )
    assert.deepEqual(
      texts.map(({ length }) => length),
      [2, 1],
    )
    assert.deepEqual(operations, ['/posts', '/posts'])
  })

  it('has requests by application name, whichever prefix shows it', async () => {
    const { texts, operations } = await requestsIn(
      `
<GET /a> 17 LOG:  statement: SELECT 1
<GET /b> 17 LOG:  statement: SELECT 2
<GET /b> 17 LOG:  statement: SELECT 3`,
      '<%a> %p ',
    )
    assert.deepEqual(
      [operations, texts],
      [
        ['GET /a', 'GET /b'],
        [['SELECT 1'], ['SELECT 2', 'SELECT 3']],
      ],
    )
  })

  it('has a request from one statement that names it to the next, whatever its transactions', async () => {
    const log = ['GET /a', 'GET /a', 'POST /b'].flatMap((name) => [
      `[7] LOG:  statement: set application_name = '${name}'`,
      ...['BEGIN', 'SELECT 1', 'UPDATE x SET y = 1', 'COMMIT', 'BEGIN', 'SELECT 2', 'SELECT 3', 'COMMIT'].map(
        (text) => `[7] LOG:  statement: ${text}`,
      ),
    ])
    const { operations, texts } = await requestsIn(log.join('\n'))
    assert.deepEqual(operations, ['GET /a', 'GET /a', 'POST /b'])
    assert.deepEqual(
      texts.map(({ length }) => length),
      [9, 9, 9],
    )
  })

  it('has a request for each transaction of a program that names its session once', async () => {
    const transaction = ['BEGIN', 'SELECT 1', 'UPDATE x SET y = 1', 'COMMIT']
    const log = ["set application_name = 'shop'", ...transaction, ...transaction]
    const { texts } = await requestsIn(log.map((text) => `[7] LOG:  statement: ${text}`).join('\n'))
    assert.deepEqual(texts, [["set application_name = 'shop'", ...transaction], transaction])
  })

  for (const prefix of [
    '2026-01-31 09:30:00 UTC [7]: [3-1] user=u,db=d,app=GET /a,client=127.0.0.1 ',
    '2026-01-31 09:30:00.100 UTC [7] u@d/GET /a ',
    '2026-01-31 09:30:00 UTC:127.0.0.1(5000):u@d:[7]:',
    '7 ',
    '',
  ]) {
    it(`is read with the prefix \`${prefix}\``, async () => {
      const { texts } = await requestsIn(
        `${prefix}LOG:  statement: SELECT 1\n${prefix}LOG:  statement: SELECT 2`,
      )
      assert.deepEqual(texts, [['SELECT 1', 'SELECT 2']])
    })
  }

  it('is read as comma-separated values', async () => {
    const record = (message: string, detail: string) =>
      `2026-01-31 09:30:00.100 UTC,"u","d",7,"[local]",5f.7,1,"SELECT",2026-01-31 09:00:00 UTC,3/4,0,LOG,00000,"${message}","${detail}",,,,,,,,"app","client backend",,0`
    const { format, texts, statements } = await requestsIn(
      record('duration: 1.0 ms  execute <unnamed>: SELECT ""a"",\n$1', "Parameters: $1 = 'x, y'"),
    )
    assert.equal(format, 'PostgreSQL csvlog')
    assert.deepEqual([texts, statements[0]?.parameters], [[['SELECT "a",\n$1']], ['x, y']])
  })

  it('is read as JSON', async () => {
    const { format, texts } = await requestsIn(
      '{"timestamp":"2026-01-31 09:30:00.100 UTC","pid":7,"session_id":"5f.7","error_severity":"LOG","message":"statement: SELECT 1"}',
    )
    assert.deepEqual([format, texts], ['PostgreSQL jsonlog', [['SELECT 1']]])
  })
})

describe('OpenTelemetry', () => {
  const attribute = (key: string, value: object) => ({ key, value })
  const span = (id: string, parentSpanId: string, more: object) => ({
    traceId: 'a'.repeat(32),
    spanId: id.repeat(16),
    parentSpanId: parentSpanId.repeat(16),
    startTimeUnixNano: '1769851800000000000',
    endTimeUnixNano: '1769851800002000000',
    ...more,
  })
  const batch = (...spans: object[]) =>
    JSON.stringify({ resourceSpans: [{ resource: {}, scopeSpans: [{ spans }] }] })

  it('has a request for each span that received one, statements by old and stable names, paths of resolvers', async () => {
    const { format, operations, texts, statements } = await requestsIn(
      [
        batch(
          span('d', 'c', {
            name: 'SELECT a',
            attributes: [
              attribute('db.system.name', { stringValue: 'postgresql' }),
              attribute('db.query.text', { stringValue: 'SELECT 1 WHERE $1' }),
              attribute('db.query.parameter.0', { stringValue: '7' }),
              attribute('db.response.returned_rows', { intValue: '3' }),
            ],
          }),
        ),
        batch(
          span('c', 'b', {
            name: 'graphql.resolve',
            attributes: [attribute('graphql.field.path', { stringValue: 'doctors.nodes.0.schedules' })],
          }),
          span('e', 'b', {
            name: 'pg.query',
            attributes: [
              attribute('db.system', { stringValue: 'postgresql' }),
              attribute('db.statement', { stringValue: 'SELECT 2' }),
            ],
          }),
          span('b', '', {
            name: 'GET',
            kind: 2,
            attributes: [
              attribute('http.request.method', { stringValue: 'GET' }),
              attribute('http.route', { stringValue: '/a' }),
            ],
          }),
        ),
      ].join('\n'),
    )
    assert.deepEqual([format, operations], ['OTLP JSON', ['GET /a']])
    assert.deepEqual(texts, [['SELECT 1 WHERE $1', 'SELECT 2']])
    assert.partialDeepStrictEqual(statements[0], {
      parameters: ['7'],
      rowCount: 3,
      durationMs: 2,
      path: 'doctors.nodes.*.schedules',
    })
    assert.equal(statements[1]?.path, null)
  })

  it('is read where one document is written over several lines', async () => {
    const sql = [attribute('db.statement', { stringValue: 'SELECT 1' })]
    const text = JSON.stringify(JSON.parse(batch(span('b', '', { name: 'x', attributes: sql }))), null, 2)
    assert.deepEqual((await requestsIn(text)).texts, [['SELECT 1']])
  })
})

describe('logs of query builders', () => {
  it('Kysely: texts with their durations', async () => {
    const { format, texts, statements } = await requestsIn(`
\u001b[34mkysely:query:\u001b[0m select * from "a" where "id" = $1
\u001b[34mkysely:query:\u001b[0m duration: 1.5ms
kysely:query: insert into "a"
  values ($1)
kysely:query: duration: 2.0ms
kysely:error: select nothing`)
    assert.equal(format, 'application log')
    assert.deepEqual(texts, [
      ['select * from "a" where "id" = $1', 'insert into "a"\n  values ($1)', 'select nothing'],
    ])
    assert.deepEqual(
      statements.map(({ durationMs, error }) => [durationMs, error]),
      [
        [1.5, undefined],
        [2, undefined],
        [0, 'failed'],
      ],
    )
  })

  it('Kysely: its events as JSON', async () => {
    const { statements } = await requestsIn(
      '{"level":"query","query":{"query":{"kind":"SelectQueryNode"},"sql":"select $1","parameters":[7]},"queryDurationMillis":1.25}',
    )
    assert.deepEqual(
      statements.map(({ text, parameters, durationMs }) => [text, parameters, durationMs]),
      [['select $1', [7], 1.25]],
    )
  })

  it('Knex: texts with their parameters, of one line or several', async () => {
    const { statements } = await requestsIn(`
2026-01-31T09:30:00.000Z knex:query select * from "a" where "id" = $1 undefined
2026-01-31T09:30:00.000Z knex:bindings [ 12 ] undefined
  knex:query select ? trx2 +4ms
  knex:bindings [
  knex:bindings   'it\\'s', null,
  knex:bindings   2026-01-31T00:00:00.000Z
  knex:bindings ] trx2 +0ms
  knex:query BEGIN; trx3 +4ms`)
    assert.deepEqual(
      statements.map(({ text, parameters }) => [text, parameters]),
      [
        ['select * from "a" where "id" = $1', [12]],
        ['select ?', ["it's", null, '2026-01-31T00:00:00.000Z']],
        ['BEGIN;', undefined],
      ],
    )
  })

  it('Knex: objects, as it prints them for debugging', async () => {
    const { statements } = await requestsIn(`
{
  method: 'select',
  options: {},
  timeout: false,
  bindings: [ 7, 'x' ],
  __knexQueryUid: 'Zk3',
  sql: 'select * from "a" where "id" = ? and "b" = ?'
}
{
  sql: 'BEGIN;',
  bindings: []
}`)
    assert.deepEqual(
      statements.map(({ text, parameters }) => [text, parameters]),
      [
        ['select * from "a" where "id" = ? and "b" = ?', [7, 'x']],
        ['BEGIN;', []],
      ],
    )
  })

  it('bare statements, with lists of parameters or without', async () => {
    const { texts, statements } = await requestsIn(`
server listens
select * from "a" where "id" = $1 [ 7 ]
DEBUG update "a" set "b" = ? ["x"]
select *
from "a"
"GET /a HTTP/1.1" 200 12`)
    assert.deepEqual(texts, [
      ['select * from "a" where "id" = $1', 'update "a" set "b" = ?', 'select *\nfrom "a"'],
    ])
    assert.deepEqual(
      statements.map(({ parameters }) => parameters),
      [[7], ['x'], undefined],
    )
  })
})

describe('a log in which uvicorn writes too', () => {
  it('is not taken for one of PostgreSQL', async () => {
    const { format } = await requestsIn(`
INFO:     127.0.0.1:5000 - "GET /a HTTP/1.1" 200 OK
(0.001) SELECT 1; args=()`)
    assert.equal(format, 'application log')
  })
})
