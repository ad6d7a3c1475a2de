import DataLoader from 'dataloader'
import type { Queryable } from '../database/database.ts'
import { Prisma } from '../database/generated/client.ts'
import type { PracticeSchedule, Specialization } from './doctor-directory.ts'

export interface DirectoryLoaders {
  specializationsByDoctorId: DataLoader<number, Specialization[]>
  schedulesByDoctorId: DataLoader<number, PracticeSchedule[]>
}

/** Loaders of one request: what was loaded for a doctor is kept until the request ends. */
export function createLoaders(database: Queryable): DirectoryLoaders {
  return {
    specializationsByDoctorId: new DataLoader((doctorIds) =>
      loadSpecializationsByDoctorId(database, doctorIds),
    ),
    schedulesByDoctorId: new DataLoader((doctorIds) => loadSchedulesByDoctorId(database, doctorIds)),
  }
}

interface SpecializationRow extends Specialization {
  doctorId: number
}

async function loadSpecializationsByDoctorId(database: Queryable, doctorIds: readonly number[]) {
  const rows = await database.query<SpecializationRow>({
    name: 'specializations_by_doctor',
    plan: 'generic',
    batch: { loader: 'specializationsByDoctorId', size: doctorIds.length },
    sql: Prisma.sql`
      select link.doctor_id as "doctorId", specialization.id, specialization.name
      from doctor_specialization link join specialization on specialization.id = link.specialization_id
      where link.doctor_id = any(${doctorIds}::int[])
      order by specialization.name`,
  })
  return groupByDoctorId(doctorIds, rows)
}

async function loadSchedulesByDoctorId(database: Queryable, doctorIds: readonly number[]) {
  const rows = await database.query<PracticeSchedule>({
    name: 'schedules_by_doctor',
    plan: 'generic',
    batch: { loader: 'schedulesByDoctorId', size: doctorIds.length },
    sql: Prisma.sql`
      select doctor_id as "doctorId", id, day_of_week as "dayOfWeek",
        start_minute as "startTime", end_minute as "endTime", is_available as "isAvailable"
      from practice_schedule
      where doctor_id = any(${doctorIds}::int[])
      order by day_of_week, start_minute, id`,
  })
  return groupByDoctorId(doctorIds, rows)
}

/** One list for each key, in the order of the keys, as DataLoader expects of a batch function. */
function groupByDoctorId<Row extends { doctorId: number }>(
  doctorIds: readonly number[],
  rows: Row[],
): Row[][] {
  const rowsByDoctorId = Map.groupBy(rows, (row) => row.doctorId)
  return doctorIds.map((doctorId) => rowsByDoctorId.get(doctorId) ?? [])
}
