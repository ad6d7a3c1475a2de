import type { GraphQLSchema } from 'graphql'
import { builder } from './builder.ts'
import { doctorField } from './types/doctor.ts'
import { doctorsField } from './types/doctor-connection.ts'
import { nodeField, nodesField } from './types/node.ts'
import { specializationsField } from './types/specialization.ts'

builder.queryType({
  description: "The hospital's public doctor directory. It is read-only.",
  // Explorers list them in this order: first what most people come for.
  fields: (t) => ({
    doctors: doctorsField(t),
    doctor: doctorField(t),
    specializations: specializationsField(t),
    node: nodeField(t),
    nodes: nodesField(t),
  }),
})

/** The schema of the API. Each type has a file of its own, with its root fields beside it. */
export function createSchema(): GraphQLSchema {
  // In the order of the code: Monday comes before Tuesday, and `first` before `after`.
  return builder.toSchema({ sortSchema: false })
}
