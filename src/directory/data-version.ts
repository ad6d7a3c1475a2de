import type { Queryable } from '../database/database.ts'
import { Prisma } from '../database/generated/client.ts'

/**
 * The version of the data in the snapshot of a statement: a counter and a random token. Equal versions of two snapshots
 * mean equal data.
 */
export const DATA_VERSION_SQL = Prisma.sql`(select version from data_version)`

/**
 * A database whose statements each report the version that they saw: PostgreSQL returns it in a row of its own,
 * beside those that the statement finds.
 */
export function reportingVersions(database: Queryable, onVersion: (version: string) => void): Queryable {
  return {
    async query<Row extends object>(statement: Parameters<Queryable['query']>[0]): Promise<Row[]> {
      // No row of one side has a partner on the other. Such a join can only merge, which keeps the order of both sides.
      const text = `select data_version.version as data_version, found.* from data_version full join (${statement.sql.text}) found on false`
      const rows = await database.query<Row & { data_version: string | null }>({
        ...statement,
        within: { text, extraColumn: 'data_version' },
      })
      const index = rows.findIndex((row) => row.data_version !== null)
      const version = rows[index]?.data_version
      if (version == null) throw new Error('expected data_version to have a row, got none')
      onVersion(version)
      rows.splice(index, 1)
      return rows
    },
  }
}
