import type { GraphQLSchema } from 'graphql'
import { builder } from './builder.ts'
import './doctor-connection.ts'

/** Everything a client can ask. Each type lies in a file of its own, with its root fields beside it. */
export function createSchema(): GraphQLSchema {
  return builder.toSchema()
}
