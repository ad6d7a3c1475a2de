import type { Queryable } from '../../../src/database/database.ts'
import { Prisma } from '../../../src/database/generated/client.ts'
import type {
  DoctorDirectory,
  PracticeSchedule,
  Specialization,
} from '../../../src/directory/doctor-directory.ts'
import { createLookUps } from '../../../src/directory/look-ups.ts'
import { listAndCount } from './count-statement.ts'

/** The relations of each doctor are loaded when they are resolved, doctor by doctor, as an ORM loads a lazy relation. */
export function createNPlusOneDirectory(database: Queryable): DoctorDirectory {
  return {
    ...createLookUps(database),
    listDoctors: (request) => listAndCount(database, request),
    specializationsOf: (doctorId) => loadSpecializations(database, doctorId),
    schedulesOf: (doctorId) => loadSchedules(database, doctorId),
  }
}

function loadSpecializations(database: Queryable, doctorId: number): Promise<Specialization[]> {
  return database.query({
    name: 'specializations_of_one',
    plan: 'generic',
    sql: Prisma.sql`
      select specialization.id, specialization.name
      from doctor_specialization link join specialization on specialization.id = link.specialization_id
      where link.doctor_id = ${doctorId}
      order by specialization.name`,
  })
}

function loadSchedules(database: Queryable, doctorId: number): Promise<PracticeSchedule[]> {
  return database.query({
    name: 'schedules_of_one',
    plan: 'generic',
    sql: Prisma.sql`
      select doctor_id as "doctorId", id, day_of_week as "dayOfWeek",
        start_minute as "startTime", end_minute as "endTime", is_available as "isAvailable"
      from practice_schedule
      where doctor_id = ${doctorId}
      order by day_of_week, start_minute, id`,
  })
}
