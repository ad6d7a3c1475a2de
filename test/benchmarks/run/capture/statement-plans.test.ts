import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { explainStatements } from '../../../../benchmarks/run/capture/statement-plans.ts'
import { connected } from '../../../support/database/connected.ts'
import { createTestDatabase } from '../../../support/database/test-database.ts'
import { request } from '../../../support/traces/draft-trace.ts'

const BY_ID = 'select id, name from doctor where id = $1'
const COUNT = 'select count(*) from doctor where is_active and name > $1 limit 10'

const url = await createTestDatabase()
const plansOf = (texts: string[], origin?: 'outside') =>
  explainStatements(
    [
      request(
        texts.map((text) => ({ text })),
        { ...(origin && { origin }) },
      ),
    ],
    url,
  )

describe('explainStatements', () => {
  it('gives the plan of each different statement, by its pattern', async () => {
    const plans = await plansOf([BY_ID, COUNT, BY_ID])
    assert.deepEqual(
      plans.map(({ pattern }) => pattern),
      [BY_ID, COUNT].map((text) => text.replace(/\$1|10/g, '?')),
    )
    assert.match(plans[0]?.plan ?? '', /Scan.* on doctor/)
    assert.match(plans[1]?.plan ?? '', /^Limit\n.*Aggregate/)
  })

  it('leaves out what has no plan, and what no operation sent', async () => {
    assert.deepEqual(await plansOf(['begin', 'select from nowhere', 'commit']), [])
    assert.deepEqual(await plansOf([BY_ID], 'outside'), [])
  })

  it('executes nothing', async () => {
    const [insert] = await plansOf(["insert into specialization (name) values ('Never')"])
    assert.match(insert?.plan ?? '', /^Insert/)
    const { rows } = await connected(url, (client) => client.query('select from specialization'))
    assert.equal(rows.length, 0)
  })
})
