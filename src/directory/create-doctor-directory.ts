import type { Queryable } from '../database/database.ts'
import type { DoctorDirectory } from './doctor-directory.ts'
import { createLoaders } from './loaders.ts'
import { createLookUps } from './look-ups.ts'
import { listDoctors, type PageOptions } from './page/list-doctors.ts'

/** Production's directory: one statement for a page, and one for each relation of all its doctors together. */
export function createDoctorDirectory(database: Queryable, pages: PageOptions = {}): DoctorDirectory {
  const loaders = createLoaders(database)
  return {
    ...createLookUps(database),
    listDoctors: (request) => listDoctors(database, request, pages),
    specializationsOf: (doctorId) => loaders.specializationsByDoctorId.load(doctorId),
    schedulesOf: (doctorId) => loaders.schedulesByDoctorId.load(doctorId),
  }
}
