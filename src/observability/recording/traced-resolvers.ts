import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
} from 'graphql'
import type { OperationRecord, OperationTracer } from './operation-tracer.ts'

/** The path of a field in the response, as a resolver receives it. */
type ResponsePath = GraphQLResolveInfo['path']

/**
 * Times every resolver with code of its own, and attributes the statements that it causes to its path. Fields that only
 * read a property of their parent are left alone. The schema is changed in place and returned.
 */
export function traceResolvers(schema: GraphQLSchema, tracer: OperationTracer): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      if (field.resolve && field.resolve !== defaultFieldResolver)
        field.resolve = tracedResolver(field.resolve, tracer)
    }
  }
  return schema
}

function tracedResolver(
  resolve: GraphQLFieldResolver<unknown, unknown>,
  tracer: OperationTracer,
): GraphQLFieldResolver<unknown, unknown> {
  return (parent, args, context, info) => {
    const record = tracer.current()
    if (record === undefined) return resolve(parent, args, context, info)
    const field = { path: pathOf(info, record.paths), info }
    return tracer.runResolver(field, () => resolve(parent, args, context, info))
  }
}

/** A field is resolved for each item of a list with the same nodes: its path is built once. */
function pathOf({ fieldNodes, path }: GraphQLResolveInfo, known: OperationRecord['paths']): string {
  const formatted = known.get(fieldNodes) ?? formatPath(path)
  known.set(fieldNodes, formatted)
  return formatted
}

function formatPath(path: ResponsePath): string {
  const keys: string[] = []
  for (let step: ResponsePath | undefined = path; step; step = step.prev) {
    keys.unshift(typeof step.key === 'number' ? '*' : step.key)
  }
  return keys.join('.')
}
