import type { Queryable } from '../../../src/database/database.ts'
import { Prisma } from '../../../src/database/generated/client.ts'
import type {
  DoctorDirectory,
  DoctorPage,
  DoctorPageRequest,
} from '../../../src/directory/doctor-directory.ts'
import { createLoaders } from '../../../src/directory/loaders.ts'
import { createLookUps } from '../../../src/directory/look-ups.ts'
import { filterSql } from '../../../src/directory/page/search/filter-sql.ts'
import { readPlainPage } from './plain-page.ts'

/** The total by a separate statement, as an ORM's `count()` sends it; relations in batches. */
export function createCountStatementDirectory(database: Queryable): DoctorDirectory {
  const loaders = createLoaders(database)
  return {
    ...createLookUps(database),
    listDoctors: (request) => listAndCount(database, request),
    specializationsOf: (doctorId) => loaders.specializationsByDoctorId.load(doctorId),
    schedulesOf: (doctorId) => loaders.schedulesByDoctorId.load(doctorId),
  }
}

/** The count of all matching doctors, and then the page. */
export async function listAndCount(database: Queryable, request: DoctorPageRequest): Promise<DoctorPage> {
  const { filter, selection } = request
  const totalCount = selection.totalCount ? await countDoctors(database, filter) : undefined
  return { ...(await readPlainPage(database, request)), totalCount }
}

async function countDoctors(
  database: Queryable,
  filter: DoctorPageRequest['filter'],
): Promise<number | undefined> {
  const [row] = await database.query<{ count: number }>({
    name: 'doctors_count',
    sql: Prisma.sql`select count(*)::int as count from doctor where ${filterSql(filter)}`,
    plan: filter.name === undefined && filter.specialty === undefined ? 'generic' : 'custom',
  })
  return row?.count
}
