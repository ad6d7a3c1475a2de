import { Prisma } from '../../../database/generated/client.ts'
import { DATA_VERSION_SQL } from '../../data-version.ts'
import type { KnownTotal } from './known-totals.ts'

/** Where the total of a page comes from. */
export type TotalSource =
  /** It is counted. */
  | 'count'
  /** From what was counted last, if the data has not changed since; otherwise it is counted. */
  | { lastCounted: KnownTotal | undefined }

/**
 * The column `total_count`, and `counted_at`, its version, if totals are remembered. What is not needed is in the
 * statement, but never executed.
 *
 * @param count the expression that counts.
 */
export function totalColumns(source: TotalSource, count: Prisma.Sql): Prisma.Sql[] {
  // In a subquery, or it is computed for each row of the page.
  if (source === 'count') return [Prisma.sql`(select ${count}) as total_count`]
  const { version, total } = source.lastCounted ?? { version: null, total: null }
  return [
    Prisma.sql`(select case when ${DATA_VERSION_SQL} = ${version}::text then ${total}::int else ${count} end)
      as total_count`,
    Prisma.sql`${DATA_VERSION_SQL} as counted_at`,
  ]
}
