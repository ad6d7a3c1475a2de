import { builder } from './builder.ts'
import { costs } from './field-cost.ts'

export const Specialization = builder.prismaNode('Specialization', {
  description: 'A medical specialty.',
  id: { field: 'id' },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Unique.' }),
  }),
})

builder.queryField('specializations', (t) =>
  t.field({
    type: [Specialization],
    extensions: costs({ reads: () => ({ statements: 1, rows: 0, items: 1 }), list: 'unbounded' }),
    description: 'All specializations, ordered by name: the options of a filter, for example.',
    resolve: (_root, _args, { directory }) => directory.listSpecializations(),
  }),
)
