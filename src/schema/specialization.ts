import { builder } from './builder.ts'

export const Specialization = builder.prismaNode('Specialization', {
  description: 'A field of medicine that doctors practise.',
  id: { field: 'id' },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Unique among specializations.' }),
  }),
})

builder.queryField('specializations', (t) =>
  t.prismaField({
    type: [Specialization],
    description: 'All specializations by name, for a list to choose from.',
    resolve: (selected, _root, _args, context) =>
      context.prisma.specialization.findMany({ ...selected, orderBy: { name: 'asc' } }),
  }),
)
