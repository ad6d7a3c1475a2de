import { Prisma } from '../database/generated/client.ts'

/**
 * Which doctors are public: those who practise. This is the only place that says so, as a condition on a table named
 * `doctor`. Every path to a doctor, or to what belongs to one, uses it.
 */
export const PUBLIC_DOCTOR_SQL = Prisma.sql`doctor.is_active`
