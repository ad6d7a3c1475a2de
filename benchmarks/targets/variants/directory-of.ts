import { createDoctorDirectory } from '../../../src/directory/create-doctor-directory.ts'
import type { CreateDirectory } from '../../../src/directory/doctor-directory.ts'
import type { VariantName } from '../scenarios.ts'
import { createCountStatementDirectory } from './count-statement.ts'
import { createNPlusOneDirectory } from './n-plus-one.ts'

/** The answer of each variant to the port. */
export const directoryOf: Record<VariantName, CreateDirectory> = {
  'n-plus-one': createNPlusOneDirectory,
  'count-statement': createCountStatementDirectory,
  production: createDoctorDirectory,
}
