import type { Queryable } from '../../../src/database/database.ts'
import type { DoctorPage, DoctorPageRequest } from '../../../src/directory/doctor-directory.ts'
import { type PageRow, pageOf } from '../../../src/directory/page/list-doctors.ts'
import { orderedSql } from '../../../src/directory/page/list-sql.ts'
import { planPage } from '../../../src/directory/page/plan/page-plan.ts'
import { filterSql } from '../../../src/directory/page/search/filter-sql.ts'

/** A page without its total in one plain statement, as an ORM sends it: the filter, the order, the limit. */
export async function readPlainPage(database: Queryable, request: DoctorPageRequest): Promise<DoctorPage> {
  const selection = { ...request.selection, totalCount: false }
  const plan = planPage({ ...request, selection }, 'count')
  if (plan === undefined) return pageOf([], { ...request, selection })
  const { name, specialty } = request.filter
  const rows = await database.query<PageRow>({
    name: 'doctors_page',
    sql: orderedSql(plan, { where: filterSql(request.filter), total: [] }),
    // What a text matches decides how the statement is best executed.
    plan: name === undefined && specialty === undefined ? 'generic' : 'custom',
  })
  return pageOf(rows, { ...request, selection })
}
