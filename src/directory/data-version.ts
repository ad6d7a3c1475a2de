import type { Queryable } from '../database/database.ts'
import { Prisma } from '../database/generated/client.ts'

/**
 * The version of the data in the snapshot of a statement: a counter and a random token. Equal versions of two snapshots
 * mean equal data.
 */
export const DATA_VERSION_SQL = Prisma.sql`(select version from data_version)`

/**
 * A database whose statements each report the version that they saw, also those that find no rows. A statement has to
 * select a column that is never null.
 */
export function reportingVersions(database: Queryable, onVersion: (version: string) => void): Queryable {
  return {
    async query<Row extends object>(statement: Parameters<Queryable['query']>[0]): Promise<Row[]> {
      // The only join that there is without a condition is a nested loop, which keeps the order of its inner side.
      const text = `select data_version.version as data_version, found.* from data_version left join (${statement.sql.text}) found on true`
      const sql = { text, values: statement.sql.values }
      const rows = await database.query<Row & { data_version: string }>({ ...statement, sql })
      const [first] = rows
      if (first === undefined) throw new Error('expected data_version to have a row, got none')
      onVersion(first.data_version)
      return rows.length === 1 && isAbsent(first) ? [] : rows
    },
  }
}

/** The row of a statement that found none. */
function isAbsent({ data_version: _version, ...found }: { data_version: string }): boolean {
  return Object.values(found).every((value) => value === null)
}
