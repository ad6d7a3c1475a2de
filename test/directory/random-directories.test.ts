import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTestDatabase } from '../support/database/test-database.ts'
import { playDirectory } from './directory-rounds.ts'

const TRANSACTIONS = 40

describe('with random writers and readers at the same time', () => {
  it(`pages are those of the rows, in ${TRANSACTIONS} transactions of each writer`, async (test) => {
    const counts = await playDirectory({
      url: await createTestDatabase(),
      seed: 1,
      transactions: TRANSACTIONS,
    })
    test.diagnostic(JSON.stringify(counts))
    for (const event of ['write', 'page of a snapshot', 'page at a version']) assert.ok(counts[event], event)
  })
})
