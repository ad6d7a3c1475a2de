import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { requestsIn } from '../../../../support/traces/requests-in.ts'

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

describe('the log of Hibernate', () => {
  it('has statements of several lines, each with the values below it', async () => {
    const { statements } = await requestsIn(`
2026-01-31T09:30:00.001Z DEBUG 47 --- [nio-1] org.hibernate.SQL                        : 
    select
        d1_0.id 
    from
        doctor d1_0 
    where
        d1_0.name=? 
        and d1_0.room=?
2026-01-31T09:30:00.002Z TRACE 47 --- [nio-1] org.hibernate.orm.jdbc.bind              : binding parameter (1:VARCHAR) <- [dr. [x]]
2026-01-31T09:30:00.002Z TRACE 47 --- [nio-1] org.hibernate.orm.jdbc.bind              : binding parameter (2:VARCHAR) <- [null]
2026-01-31T09:30:00.003Z DEBUG 47 --- [nio-1] o.s.orm.jpa.JpaTransactionManager        : Closing
09:30:00.004 [main] DEBUG org.hibernate.SQL - delete from doctor where id=?
09:30:00.004 [main] TRACE o.h.type.descriptor.sql.BasicBinder - binding parameter [1] as [BIGINT] - [7]
Hibernate: select s1_0.id from practice_schedule s1_0 where s1_0.doctor_id=?`)
    assert.deepEqual(
      statements.map(({ text, parameters }) => [text.replaceAll(/\s+/g, ' '), parameters]),
      [
        ['select d1_0.id from doctor d1_0 where d1_0.name=? and d1_0.room=?', ['dr. [x]', null]],
        ['delete from doctor where id=?', ['7']],
        ['select s1_0.id from practice_schedule s1_0 where s1_0.doctor_id=?', undefined],
      ],
    )
  })
})

describe('a log of JSON whose lines name their request', () => {
  const line = (reqId: string | null, more: object) => JSON.stringify({ level: 20, reqId, ...more })
  const query = (reqId: string | null, time: number, id: number) =>
    line(reqId, { time, sql: 'select * from a where b = ?', bindings: [id] })

  it('is read by request, also where requests run at the same time', async () => {
    const { operations, statements } = await requestsIn(
      [
        line('r-1', { req: { method: 'GET', url: '/doctors/7?x=1' }, msg: 'incoming request' }),
        line('r-2', { req: { method: 'GET', url: '/me' }, msg: 'incoming request' }),
        query('r-1', 1_769_851_800_000, 1),
        query('r-2', 1_769_851_800_001, 2),
        query('r-1', 1_769_851_802_000, 3),
        line('r-2', { res: { statusCode: 200 }, responseTime: 4 }),
        query('r-1', 1_769_851_802_001, 4),
        line('r-1', { res: { statusCode: 200 }, responseTime: 9 }),
      ].join('\n'),
    )
    assert.deepEqual(operations, ['GET /me', 'GET /doctors/*'])
    assert.deepEqual(
      statements.map(({ parameters, startMs }) => [parameters, startMs]),
      [
        [[2], 0],
        [[1], 0],
        [[3], 2000],
        [[4], 2001],
      ],
    )
  })

  it('is one request where lines name none', async () => {
    const { operations } = await requestsIn([query(null, 1, 1), query(null, 2, 2)].join('\n'))
    assert.equal(operations.length, 1)
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
