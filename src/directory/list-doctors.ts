import type { Queryable } from '../database/database.ts'
import { Prisma } from '../database/generated/client.ts'
import type { DoctorOrder, OrderDirection, Position } from './cursor.ts'
import type { Doctor, DoctorPage, DoctorPageRequest } from './doctor-directory.ts'
import { filterSql } from './filter-sql.ts'
import { cutPage, readingOf } from './page-window.ts'

/** One statement for the page, the total and the page flags, with only what is selected; none if nothing is. */
export async function listDoctors(database: Queryable, request: DoctorPageRequest): Promise<DoctorPage> {
  const sql = pageStatement(request)
  const { name, specialty } = request.filter
  // A text decides which plan is good: a rare one needs the trigram index, a common one the order.
  const plan = name === undefined && specialty === undefined ? 'generic' : 'custom'
  const rows = sql === undefined ? [] : await database.query<PageRow>({ name: 'doctors_page', sql, plan })
  const summary = rows[0]
  const { selection, window } = request
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
interface PageRow {
  id?: number | null
  name?: string
  created_at?: Date
  total_count?: number
  any_behind?: boolean
  any_beyond?: boolean
}

type DoctorRow = Omit<PageRow, 'id'> & Pick<Doctor, 'id' | 'name'> & { created_at: Date }

function isDoctor(row: PageRow): row is DoctorRow {
  return row.id != null
}

function pageStatement(request: DoctorPageRequest): Prisma.Sql | undefined {
  const page = pageSql(request)
  const summary = summaryColumns(request)
  if (summary.length === 0) return page
  const summarySql = Prisma.sql`select ${Prisma.join(summary, ', ')}`
  if (page === undefined) return summarySql
  return Prisma.sql`select * from (${summarySql}) summary left join (${page}) page on true ${sortedBy(request, 'page')}`
}

/** The rows of the page, and one more if a selected flag depends on it. */
function pageSql(request: DoctorPageRequest): Prisma.Sql | undefined {
  const { near, far, skip, take } = readingOf(request.window)
  const limit = take + (selectsAhead(request) ? 1 : 0)
  if (limit === 0 || !(request.selection.doctors || selectsFlags(request))) return undefined
  return Prisma.sql`
    select doctor.id, doctor.name, doctor.created_at from doctor
    where ${Prisma.join([filterSql(request.filter), ...keyset(request, 'beyond', near), ...keyset(request, 'short of', far)], ' and ')}
    ${sortedBy(request, 'doctor')} limit ${limit}${skip > 0 ? Prisma.sql` offset ${skip}` : Prisma.empty}`
}

/**
 * The total counts all matching doctors, so keyset and limit are not part of it. The window function has a subquery of
 * its own: over the page's rows, PostgreSQL would carry and sort every matching row for one number.
 */
function summaryColumns(request: DoctorPageRequest): Prisma.Sql[] {
  const { near, far, skip } = readingOf(request.window)
  const columns: Prisma.Sql[] = []
  if (request.selection.totalCount) {
    columns.push(Prisma.sql`coalesce((
      select count(*) over () from doctor where ${filterSql(request.filter)} limit 1), 0)::int as total_count`)
  }
  if (selectsBehind(request) && (near !== undefined || skip > 0)) {
    columns.push(Prisma.sql`${anyMatch(request, keyset(request, 'up to', near))} as any_behind`)
  }
  if (selectsAhead(request) && far !== undefined) {
    columns.push(Prisma.sql`${anyMatch(request, keyset(request, 'from', far))} as any_beyond`)
  }
  return columns
}

function anyMatch(request: DoctorPageRequest, conditions: Prisma.Sql[]): Prisma.Sql {
  return Prisma.sql`exists (select from doctor where ${Prisma.join([filterSql(request.filter), ...conditions], ' and ')})`
}

/** Whether the flag for what lies ahead in reading direction, or for what lies behind, is selected. */
function selectsAhead({ selection, window }: DoctorPageRequest): boolean {
  return readingOf(window).backwards ? selection.hasPreviousPage : selection.hasNextPage
}

function selectsBehind({ selection, window }: DoctorPageRequest): boolean {
  return readingOf(window).backwards ? selection.hasNextPage : selection.hasPreviousPage
}

/** Rows can be needed for a flag even if no doctor is selected: the row ahead, or those that `last` drops. */
function selectsFlags(request: DoctorPageRequest): boolean {
  const { window } = request
  return (
    selectsAhead(request) ||
    (selectsBehind(request) && window.first !== undefined && window.last !== undefined)
  )
}

type Side = 'beyond' | 'from' | 'up to' | 'short of'

const ASCENDING: Record<Side, Prisma.Sql> = {
  beyond: Prisma.sql`>`,
  from: Prisma.sql`>=`,
  'up to': Prisma.sql`<=`,
  'short of': Prisma.sql`<`,
}

const DESCENDING: Record<Side, Prisma.Sql> = {
  beyond: Prisma.sql`<`,
  from: Prisma.sql`<=`,
  'up to': Prisma.sql`>=`,
  'short of': Prisma.sql`>`,
}

/** Doctors on one side of a position, in reading direction. */
function keyset(request: DoctorPageRequest, side: Side, position: Position | undefined): Prisma.Sql[] {
  if (position === undefined) return []
  const operator = (readingDirection(request) === 'ASC' ? ASCENDING : DESCENDING)[side]
  return [
    Prisma.sql`(${sortKey(request.order, 'doctor')}, doctor.id) ${operator} (${position.key}, ${position.id}::int)`,
  ]
}

function sortedBy(request: DoctorPageRequest, table: 'doctor' | 'page'): Prisma.Sql {
  const direction = Prisma.raw(readingDirection(request).toLowerCase())
  return Prisma.sql`order by ${sortKey(request.order, table)} ${direction}, ${Prisma.raw(table)}.id ${direction}`
}

function readingDirection({ order, window }: DoctorPageRequest): OrderDirection {
  return (order.direction === 'ASC') !== readingOf(window).backwards ? 'ASC' : 'DESC'
}

function sortKey(order: DoctorOrder, table: 'doctor' | 'page'): Prisma.Sql {
  return Prisma.raw(`${table}.${order.field === 'NAME' ? 'name' : 'created_at'}`)
}
