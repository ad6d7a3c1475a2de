import type { Database } from '../../../src/database/database.ts'
import { Prisma } from '../../../src/database/generated/client.ts'
import type {
  DoctorDirectory,
  DoctorPage,
  DoctorPageRequest,
} from '../../../src/directory/doctor-directory.ts'
import { filterSql } from '../../../src/directory/filter-sql.ts'
import { listDoctors } from '../../../src/directory/list-doctors.ts'
import { createLoaders } from '../../../src/directory/loaders.ts'
import { createLookUps } from '../../../src/directory/look-ups.ts'

/** The total by a statement of its own, as an ORM's `count()` asks for it; relations in batches. */
export function createCountStatementDirectory(database: Database): DoctorDirectory {
  const loaders = createLoaders(database)
  return {
    ...createLookUps(database.prisma),
    listDoctors: (request) => listAndCount(database, request),
    specializationsOf: (doctorId) => loaders.specializationsByDoctorId.load(doctorId),
    schedulesOf: (doctorId) => loaders.schedulesByDoctorId.load(doctorId),
  }
}

/** The page as production reads it, and before that the count of all that match, one after the other. */
export async function listAndCount(database: Database, request: DoctorPageRequest): Promise<DoctorPage> {
  const { filter, selection } = request
  const totalCount = selection.totalCount ? await countDoctors(database, filter) : undefined
  const page = await listDoctors(database, { ...request, selection: { ...selection, totalCount: false } })
  return { ...page, totalCount }
}

async function countDoctors(
  database: Database,
  filter: DoctorPageRequest['filter'],
): Promise<number | undefined> {
  const [row] = await database.query<{ count: number }>({
    name: 'doctors_count',
    sql: Prisma.sql`select count(*)::int as count from doctor where ${filterSql(filter)}`,
    plan: filter.name === undefined && filter.specialty === undefined ? 'generic' : 'custom',
  })
  return row?.count
}
