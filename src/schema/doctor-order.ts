import { builder } from './builder.ts'

const DoctorOrderField = builder.enumType('DoctorOrderField', {
  description: 'What doctors are ordered by. Those who are equal in it are ordered by id.',
  values: {
    NAME: {
      description: 'The name, titles included, by the rules of Unicode: accents and letter case count last.',
    },
    CREATED_AT: { description: 'When they were entered in the directory.' },
  } as const,
})

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Which way an order runs.',
  values: {
    ASC: { description: 'From the first name to the last; from the oldest to the newest.' },
    DESC: { description: 'From the last name to the first; from the newest to the oldest.' },
  } as const,
})

export const DoctorOrder = builder.inputType('DoctorOrder', {
  description: 'The order of doctors. A cursor belongs to the order it was made for.',
  fields: (t) => ({
    field: t.field({
      type: DoctorOrderField,
      required: true,
      defaultValue: 'NAME',
      description: 'What to order by.',
    }),
    direction: t.field({
      type: OrderDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Which way.',
    }),
  }),
})
