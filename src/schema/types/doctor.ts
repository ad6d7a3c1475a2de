import { builder, type RootFields } from '../builder.ts'
import { costs, ONE_ROW } from '../field-cost.ts'
import { decodeIdOf, globalIdField } from '../values/global-id.ts'
import { PracticeSchedule } from './practice-schedule.ts'
import { Specialization } from './specialization.ts'

export const Doctor = builder.prismaObject('Doctor', {
  description: 'A doctor who practises at the hospital.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    id: t.id(globalIdField('Doctor')),
    name: t.exposeString('name', {
      description: 'Full name with titles, such as `dr. Ayu Lestari, Sp.JP`.',
    }),
    specializations: t.field({
      type: [Specialization],
      description: 'Ordered by name.',
      extensions: costs({ relation: 'specializations', list: 'unbounded' }),
      resolve: (doctor, _args, { directory }) => directory.specializationsOf(doctor.id),
    }),
    schedules: t.field({
      type: [PracticeSchedule],
      description: 'Ordered by day, Monday first, then by start time. Unavailable ones are included.',
      extensions: costs({ relation: 'schedules', list: 'unbounded' }),
      resolve: (doctor, _args, { directory }) => directory.schedulesOf(doctor.id),
    }),
  }),
})

export const doctorField = (t: RootFields) =>
  t.field({
    type: Doctor,
    nullable: true,
    description: 'A doctor by id; null if there is none, or if they no longer practise.',
    extensions: costs({ reads: () => ONE_ROW }),
    args: { id: t.arg.id({ required: true, description: 'The `id` of a Doctor.' }) },
    resolve: async (_root, { id }, { directory }) =>
      (await directory.doctorsByIds([decodeIdOf('Doctor', id)]))[0] ?? null,
  })
