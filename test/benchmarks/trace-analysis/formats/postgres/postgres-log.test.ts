import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { requestsIn } from '../../../../support/traces/requests-in.ts'

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
