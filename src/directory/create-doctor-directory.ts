import type { Database } from '../database/database.ts'
import type { DoctorDirectory } from './doctor-directory.ts'
import { listDoctors } from './list-doctors.ts'
import { createLoaders } from './loaders.ts'

/** A page is one statement, and each relation one more for all doctors that are asked about together. */
export function createDoctorDirectory(database: Database): DoctorDirectory {
  const loaders = createLoaders(database)
  return {
    listDoctors: (request) => listDoctors(database, request),
    specializationsOf: (doctorId) => loaders.specializationsByDoctorId.load(doctorId),
    schedulesOf: (doctorId) => loaders.schedulesByDoctorId.load(doctorId),
  }
}
