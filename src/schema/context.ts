import type { DoctorDirectory } from '../directory/doctor-directory.ts'

/** What resolvers receive, created for each request. */
export interface SchemaContext {
  directory: DoctorDirectory
}
