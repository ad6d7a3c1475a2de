import type { DoctorOrder as Order } from '../../directory/page/plan/cursor.ts'
import { builder } from '../builder.ts'

const DEFAULT_ORDER: Order = { field: 'NAME', direction: 'ASC' }

const DoctorOrderField = builder.enumType('DoctorOrderField', {
  description: 'Sort key of doctors. Doctors with the same key are ordered by id.',
  values: {
    NAME: {
      description: 'Full name with titles, by the Unicode collation: accents and case count last.',
    },
    CREATED_AT: { description: 'When the doctor was added to the directory.' },
  } as const,
})

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Sort direction.',
  values: {
    ASC: { description: 'Ascending: A to Z, oldest first.' },
    DESC: { description: 'Descending: Z to A, newest first.' },
  } as const,
})

export const DoctorOrder = builder.inputType('DoctorOrder', {
  description: 'The order of doctors. A cursor is only valid in the order that it came from.',
  fields: (t) => ({
    field: t.field({
      type: DoctorOrderField,
      defaultValue: DEFAULT_ORDER.field,
      description: 'The sort key.',
    }),
    direction: t.field({
      type: OrderDirection,
      defaultValue: DEFAULT_ORDER.direction,
      description: 'The sort direction.',
    }),
  }),
})

/** The order of the domain for the input of a client. */
export function readOrder(input: typeof DoctorOrder.$inferInput | null | undefined): Order {
  return {
    field: input?.field ?? DEFAULT_ORDER.field,
    direction: input?.direction ?? DEFAULT_ORDER.direction,
  }
}
