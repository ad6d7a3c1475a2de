import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { requestsIn } from '../../../../support/traces/requests-in.ts'

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
