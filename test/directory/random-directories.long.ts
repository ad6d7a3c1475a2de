import { describe, it } from 'node:test'
import { createTestDatabase } from '../support/database/test-database.ts'
import { playDirectory } from './directory-rounds.ts'

const TRANSACTIONS = 150
const DIRECTORIES = 60

describe('with random writers and readers at the same time', () => {
  for (let seed = 1; seed <= DIRECTORIES; seed++) {
    it(`pages are those of the rows, in ${TRANSACTIONS} transactions of each writer: ${seed}`, async (test) => {
      const url = await createTestDatabase()
      test.diagnostic(JSON.stringify(await playDirectory({ url, seed, transactions: TRANSACTIONS })))
    })
  }
})
