import type { GraphQLSchema } from 'graphql'
import { builder } from './builder.ts'
import './doctor-connection.ts'
import './node.ts'

/** The schema of the API. Each type has a file of its own, with its root fields beside it. */
export function createSchema(): GraphQLSchema {
  // In the order of the code: Monday comes before Tuesday, and `first` before `after`.
  return builder.toSchema({ sortSchema: false })
}
