import { Prisma } from '../database/generated/client.ts'

/**
 * Which doctors are public: those who practise. This is the only place that says so, in the two forms that statements
 * need; every path to a doctor, or to what belongs to one, uses one of them.
 */

/** As a condition of our own statements, on a table named `doctor`. */
export const PUBLIC_DOCTOR_SQL = Prisma.sql`doctor.is_active`

/** The same as a condition of a Prisma query. */
export const PUBLIC_DOCTOR = { isActive: true } as const satisfies Prisma.DoctorWhereInput
