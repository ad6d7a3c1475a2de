import { Prisma } from '../../../database/generated/client.ts'
import type { DoctorPageRequest } from '../../doctor-directory.ts'
import { type PageReading, readingOf } from './page-window.ts'
import { type ReadingOrder, readingOrderOf } from './reading-order.ts'
import type { TotalSource } from './total-sql.ts'

/** How far a statement goes in one way before it takes another. */
export interface PageLimits {
  /** Doctors that are read in the order of the page and tested one by one. */
  walk: number
  /** The same where only their names are tested, which takes a fifth of the time. */
  walkNames: number
  /** The same for short texts, which have no index of names. */
  walkShortNames: number
  /** Doctors who may match by bitmaps, and are tested all. */
  possible: number
  /** Of more, those nearest to where the page starts, beside as many as it has: about so many, or twice. */
  nearest: number
  /** The same, at most. */
  tested: number
  /** Blocks of doctors by which is estimated how far these may be, at least. */
  sampledBlocks: number
  /** Doctors that are found by name, to be tested for relations. */
  named: number
  /** Ids of doctors that are read from an index of specializations or schedules. */
  ids: number
  /** Doctors of a relation whose ids are read from its index, rather than from bitmaps. */
  listedIds: number
  /** Ids of a relation that are sorted, rather than to test one by one those whom an index of names finds. */
  sortedIds: number
  /** Doctors whose names are tested by their ids, rather than all names. */
  testedNames: number
  /** Doctors that are counted by the index of names, rather than all names. */
  countedNames: number
  /** Doctors of a directory in which those who match are counted as rows, also where bitmaps have their number. */
  countedRows: number
  /** Doctors that a window function counts. */
  window: number
}

/** What the statement of a page is made of. */
export interface PagePlan {
  order: ReadingOrder
  reading: PageReading
  /** Rows to read: those of the page, and one more if a selected flag depends on it; 0 for none. */
  take: number
  /** Absent if the total is not selected. */
  total: TotalSource | undefined
  /** Whether to find out if doctors match behind the near cursor, and if they do beyond the far one. */
  behind: boolean
  beyond: boolean
}

/** What has to be read for what is selected; undefined if nothing is. The total, if it is selected, comes from `total`. */
export function planPage(
  { order, window, selection }: DoctorPageRequest,
  total: TotalSource,
): PagePlan | undefined {
  const reading = readingOf(window)
  const selectsAhead = reading.backwards ? selection.hasPreviousPage : selection.hasNextPage
  const selectsBehind = reading.backwards ? selection.hasNextPage : selection.hasPreviousPage
  // Rows can be needed for a flag even if no doctor is selected: the row ahead, or those that `last` drops.
  const dropsRows = selectsBehind && window.first !== undefined && window.last !== undefined
  const readsRows = selection.doctors || selectsAhead || dropsRows
  const plan = {
    order: readingOrderOf(order, reading.backwards),
    reading,
    take: readsRows ? reading.take + (selectsAhead ? 1 : 0) : 0,
    total: selection.totalCount ? total : undefined,
    behind: selectsBehind && (reading.near !== undefined || reading.skip > 0),
    beyond: selectsAhead && reading.far !== undefined,
  }
  return plan.take > 0 || plan.total !== undefined || plan.behind || plan.beyond ? plan : undefined
}

/** The columns of the summary, in every row of the page; a page without doctors is one row with the summary only. */
export function withSummary(
  { order }: PagePlan,
  summary: readonly Prisma.Sql[],
  page: Prisma.Sql | undefined,
): Prisma.Sql {
  const columns = Prisma.sql`select ${Prisma.join([...summary], ', ')}`
  if (page === undefined) return columns
  return Prisma.sql`select * from (${columns}) summary left join (${page}) doctor on true ${order.sorted}`
}

/** A number in the text of a statement: the planner has to know how far a limit goes. */
export function literal(value: number): Prisma.Sql {
  return Prisma.raw(String(value))
}
