import type { Queryable } from '../../database/database.ts'
import type { Doctor, DoctorPage, DoctorPageRequest } from '../doctor-directory.ts'
import { listSql } from './list-sql.ts'
import type { KnownTotals } from './plan/known-totals.ts'
import { type PageLimits, planPage } from './plan/page-plan.ts'
import { cutPage } from './plan/page-window.ts'
import { conditionsOf } from './search/filter-sql.ts'
import { searchSql } from './search/search-sql.ts'

/** Measured at 1,000,000 doctors: up to its limit, each way takes no longer than the one that follows it. */
export const DEFAULT_PAGE_LIMITS: PageLimits = {
  walk: 2_000,
  walkNames: 5_000,
  walkShortNames: 10_000,
  possible: 1_000,
  nearest: 60,
  tested: 4_000,
  sampledBlocks: 32,
  named: 5_000,
  ids: 10_000,
  listedIds: 150_000,
  sortedIds: 500_000,
  testedNames: 150_000,
  countedNames: 200_000,
  countedRows: 200,
  window: 1_000,
}

export interface PageOptions {
  /** Default: {@link DEFAULT_PAGE_LIMITS}. */
  limits?: PageLimits
  /** Totals of earlier pages. Without them, each page with a total counts. */
  totals?: KnownTotals | undefined
}

/** One statement for the page, the total and the page flags, with only what is selected; none if nothing is. */
export async function listDoctors(
  database: Queryable,
  request: DoctorPageRequest,
  options: PageOptions = {},
): Promise<DoctorPage> {
  const rows = await readPage(database, request, options)
  const [summary] = rows
  if (summary?.counted_at !== undefined && summary.total_count !== undefined) {
    options.totals?.learn(request.filter, { version: summary.counted_at, total: summary.total_count })
  }
  return pageOf(rows, request)
}

/** The page that the rows of its statement are. */
export function pageOf(rows: readonly PageRow[], { selection, window }: DoctorPageRequest): DoctorPage {
  const [summary] = rows
  const page = cutPage(window, {
    rows: rows.filter(isDoctor),
    anyBehind: summary?.any_behind ?? false,
    anyBeyond: summary?.any_beyond ?? false,
  })
  return {
    doctors: page.rows.map(({ id, name, created_at }) => ({
      id,
      name,
      isActive: true,
      createdAt: created_at,
    })),
    totalCount: selection.totalCount ? summary?.total_count : undefined,
    hasNextPage: selection.hasNextPage ? page.hasNextPage : undefined,
    hasPreviousPage: selection.hasPreviousPage ? page.hasPreviousPage : undefined,
  }
}

/** The summary is the same in every row; a page without doctors is one row with the summary only. */
export interface PageRow {
  id?: number | null
  name?: string
  created_at?: Date
  total_count?: number
  /** The version of the data that the total is of. */
  counted_at?: string
  any_behind?: boolean
  any_beyond?: boolean
}

type DoctorRow = Omit<PageRow, 'id'> & Pick<Doctor, 'id' | 'name'> & { created_at: Date }

function isDoctor(row: PageRow): row is DoctorRow {
  return row.id != null
}

async function readPage(
  database: Queryable,
  request: DoctorPageRequest,
  { limits = DEFAULT_PAGE_LIMITS, totals }: PageOptions,
): Promise<PageRow[]> {
  const plan = planPage(request, totals ? { lastCounted: totals.of(request.filter) } : 'count')
  if (plan === undefined) return []
  const conditions = conditionsOf(request.filter)
  const isSearch = conditions.name !== undefined || conditions.relations.length > 0
  const sql = isSearch ? searchSql(plan, conditions, limits) : listSql(plan, limits)
  return database.query({ name: 'doctors_page', sql, plan: 'generic' })
}
