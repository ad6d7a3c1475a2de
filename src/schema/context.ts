import type { PrismaClient } from '../database/generated/client.ts'
import type { DoctorDirectory } from '../directory/doctor-directory.ts'

/** What resolvers are given, anew for each request. */
export interface SchemaContext {
  directory: DoctorDirectory
  prisma: PrismaClient
}
