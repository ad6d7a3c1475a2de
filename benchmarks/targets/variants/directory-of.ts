import { createDoctorDirectory } from '../../../src/directory/create-doctor-directory.ts'
import type { CreateDirectory } from '../../../src/directory/doctor-directory.ts'
import type { VariantName } from '../scenarios.ts'
import { createCountStatementDirectory } from './count-statement.ts'
import { createNPlusOneDirectory } from './n-plus-one.ts'

/** Each variant's implementation of the port. */
export const directoryOf: Record<VariantName, CreateDirectory> = {
  'n-plus-one': createNPlusOneDirectory,
  'count-statement': createCountStatementDirectory,
  production: createDoctorDirectory,
}
