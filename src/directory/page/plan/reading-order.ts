import { Prisma } from '../../../database/generated/client.ts'
import type { DoctorOrder, Position } from './cursor.ts'
import type { PageReading } from './page-window.ts'

/** The SQL of an order in which doctors are read. The rows are those of a table named `doctor`. */
export interface ReadingOrder {
  /** The columns that it depends on: the id and the sort key. An index has them. */
  columns: Prisma.Sql
  /** How names are read, in their order; undefined in another order. */
  names: 'ascending' | 'descending' | undefined
  /** `order by` in reading direction, and against it. */
  sorted: Prisma.Sql
  reversed: Prisma.Sql
  /** Conditions: rows after the near cursor and before the far one, where there are such; */
  between(reading: PageReading): Prisma.Sql[]
  /** rows up to the near cursor, with the row of the cursor; */
  upToNear(reading: PageReading): Prisma.Sql[]
  /** rows from the far cursor on, with the row of the cursor. */
  fromFar(reading: PageReading): Prisma.Sql[]
}

/** @param backwards whether rows are read against the order. */
export function readingOrderOf(order: DoctorOrder, backwards: boolean): ReadingOrder {
  const key = order.field === 'NAME' ? Prisma.sql`doctor.name` : Prisma.sql`doctor.created_at`
  const ascending = Prisma.sql`order by ${key}, doctor.id`
  const descending = Prisma.sql`order by ${key} desc, doctor.id desc`
  const isAscending = (order.direction === 'ASC') !== backwards
  const [after, before] = isAscending ? [Prisma.sql`>`, Prisma.sql`<`] : [Prisma.sql`<`, Prisma.sql`>`]
  const onSide = (operator: Prisma.Sql, position: Position | undefined) =>
    position === undefined
      ? []
      : [Prisma.sql`(${key}, doctor.id) ${operator} (${position.key}, ${position.id}::int)`]
  return {
    columns: Prisma.sql`doctor.id, ${key}`,
    names: order.field === 'NAME' ? (isAscending ? 'ascending' : 'descending') : undefined,
    sorted: isAscending ? ascending : descending,
    reversed: isAscending ? descending : ascending,
    between: ({ near, far }) => [...onSide(after, near), ...onSide(before, far)],
    upToNear: ({ near }) => onSide(Prisma.sql`${before}=`, near),
    fromFar: ({ far }) => onSide(Prisma.sql`${after}=`, far),
  }
}
