import type { Queryable } from '../../../src/database/database.ts'
import { createDoctorDirectory } from '../../../src/directory/create-doctor-directory.ts'
import type { DoctorDirectory } from '../../../src/directory/doctor-directory.ts'
import type { PageOptions } from '../../../src/directory/page/list-doctors.ts'
import type { VariantName } from '../scenarios.ts'
import { createCountStatementDirectory } from './count-statement.ts'
import { createNPlusOneDirectory } from './n-plus-one.ts'

/** Others than production remember no totals. */
type CreateVariant = (database: Queryable, pages?: PageOptions) => DoctorDirectory

/** Each variant's implementation of the port. */
export const directoryOf: Record<VariantName, CreateVariant> = {
  'n-plus-one': createNPlusOneDirectory,
  'count-statement': createCountStatementDirectory,
  production: createDoctorDirectory,
}
