import { builder } from './builder.ts'
import { decodeIdOf } from './global-id.ts'
import { PracticeSchedule } from './practice-schedule.ts'
import { Specialization } from './specialization.ts'

export const Doctor = builder.prismaNode('Doctor', {
  description: 'A doctor who practises at the hospital.',
  id: { field: 'id' },
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'The name with its titles, such as `dr. Ayu Lestari, Sp.JP`.',
    }),
    specializations: t.field({
      type: [Specialization],
      description: 'By name.',
      resolve: (doctor, _args, context) => context.directory.specializationsOf(doctor.id),
    }),
    schedules: t.field({
      type: [PracticeSchedule],
      description: 'By day, Monday first, then by start. Those that are not available are among them.',
      resolve: (doctor, _args, context) => context.directory.schedulesOf(doctor.id),
    }),
  }),
})

builder.queryField('doctor', (t) =>
  t.prismaField({
    type: Doctor,
    nullable: true,
    description: 'One doctor by id; null where there is none, or where they no longer practise.',
    args: { id: t.arg.id({ required: true, description: 'The `id` of a Doctor.' }) },
    // Not findUnique: Prisma merges those of different requests into one statement, on whose behalf nobody can say.
    resolve: (selected, _root, args, context) =>
      context.prisma.doctor.findFirst({
        ...selected,
        where: { id: decodeIdOf('Doctor', args.id), isActive: true },
      }),
  }),
)
