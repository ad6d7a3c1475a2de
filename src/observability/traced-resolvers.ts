import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
} from 'graphql'
import { elapsedMs } from './elapsed-ms.ts'
import type { OperationRecord, OperationTracer } from './operation-tracer.ts'
import { whenSettled } from './when-settled.ts'

/** The place of a field in the answer, as a resolver is told it. */
type ResponsePath = GraphQLResolveInfo['path']

/**
 * Times every resolver that has code of its own, and lets the statements that it causes know its path. Fields that
 * only read a property of their parent are left alone. It changes the schema in place and returns it.
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
    const path = pathOf(info, record.paths)
    const startMs = tracer.now()
    const finish = () => record.resolvers.add(path, elapsedMs(startMs, tracer.now()))
    return tracer.runResolver(path, () => {
      try {
        return whenSettled(resolve(parent, args, context, info), finish)
      } catch (error) {
        finish()
        throw error
      }
    })
  }
}

/** A field is resolved once for each item of a list, with the same nodes: its path is described but once. */
function pathOf({ fieldNodes, path }: GraphQLResolveInfo, known: OperationRecord['paths']): string {
  const described = known.get(fieldNodes) ?? describePath(path)
  known.set(fieldNodes, described)
  return described
}

function describePath(path: ResponsePath): string {
  const keys: string[] = []
  for (let step: ResponsePath | undefined = path; step; step = step.prev) {
    keys.unshift(typeof step.key === 'number' ? '*' : step.key)
  }
  return keys.join('.')
}
