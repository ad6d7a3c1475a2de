import { Prisma } from '../../database/generated/client.ts'

/**
 * At the end of a subquery: it is executed for each row that refers to it. Without an offset the planner may turn it into
 * a join, by estimates that it does not have, and read hundreds of thousands of rows to test a few.
 */
export const ONE_BY_ONE = Prisma.sql`offset 0`
