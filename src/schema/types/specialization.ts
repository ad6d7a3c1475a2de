import { builder, type RootFields } from '../builder.ts'
import { costs } from '../field-cost.ts'
import { globalIdField } from '../values/global-id.ts'

export const Specialization = builder.prismaObject('Specialization', {
  description: 'A medical specialty.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id(globalIdField('Specialization')),
    name: t.exposeString('name', { description: 'Unique.' }),
  }),
})

export const specializationsField = (t: RootFields) =>
  t.field({
    type: [Specialization],
    extensions: costs({ reads: () => ({ statements: 1, rows: 0, items: 1 }), list: 'unbounded' }),
    description: 'All specializations, ordered by name: the options of a filter, for example.',
    resolve: (_root, _args, { directory }) => directory.listSpecializations(),
  })
