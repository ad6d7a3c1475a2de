import { randomUUID } from 'node:crypto'
import { after } from 'node:test'
import { connected } from './connected.ts'

export const TEMPLATE = 'jadwal_template'
export const TEST_SERVER_VARIABLE = 'JADWAL_TEST_SERVER'

/** The URL of a migrated and empty database of its own, which is dropped after the tests of the file. */
export async function createTestDatabase({ template = TEMPLATE } = {}): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await connected(testServerUrl('postgres'), (client) =>
    client.query(`create database ${name} template ${template}`),
  )
  after(() =>
    connected(testServerUrl('postgres'), (client) => client.query(`drop database ${name} with (force)`)),
  )
  return testServerUrl(name)
}

/** The URL of any database on the server of this test run. */
export function testServerUrl(database: string): string {
  const url = process.env[TEST_SERVER_VARIABLE]
  if (url === undefined) throw new Error('The tests share a PostgreSQL that the run starts: use `npm test`.')
  return url.replace('/DATABASE?', `/${database}?`)
}
