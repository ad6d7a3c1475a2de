import { connected } from './connected.ts'
import { testServerUrl } from './test-database.ts'

/**
 * The number of statements that PostgreSQL has counted in a database, read from another one; without those that set up
 * a new connection.
 */
export async function countStatements(url: string): Promise<number> {
  const name = /\/(test_\w+)\?/.exec(url)?.[1]
  return connected(testServerUrl('postgres'), async (client) => {
    await client.query('create extension if not exists pg_stat_statements')
    const { rows } = await client.query(
      `select coalesce(sum(calls), 0)::int as calls from pg_stat_statements
       join pg_database on pg_database.oid = dbid where datname = $1 and query not like 'set %'`,
      [name],
    )
    return rows[0].calls
  })
}
