import type { GraphQLResolveInfo } from 'graphql'
import { parseResolveInfo, type ResolveTree } from 'graphql-parse-resolve-info'
import type { PageSelection } from '../directory/doctor-directory.ts'

/** What the operation selects of the connection, including fragments, aliases, `@include` and `@skip`. */
export function pageSelectionOf(info: GraphQLResolveInfo): PageSelection {
  const connection = childrenOf(parseResolveInfo(info))
  const pageInfo = connection.filter(({ name }) => name === 'pageInfo').flatMap(childrenOf)
  const selects = (fields: ResolveTree[], ...names: string[]) =>
    fields.some(({ name }) => names.includes(name))
  return {
    doctors: selects(connection, 'edges', 'nodes') || selects(pageInfo, 'startCursor', 'endCursor'),
    totalCount: selects(connection, 'totalCount'),
    hasNextPage: selects(pageInfo, 'hasNextPage'),
    hasPreviousPage: selects(pageInfo, 'hasPreviousPage'),
  }
}

function childrenOf(field: ReturnType<typeof parseResolveInfo>): ResolveTree[] {
  return isResolveTree(field)
    ? Object.values(field.fieldsByTypeName).flatMap((fields) => Object.values(fields))
    : []
}

function isResolveTree(field: ReturnType<typeof parseResolveInfo>): field is ResolveTree {
  return field != null && 'fieldsByTypeName' in field && typeof field.name === 'string'
}
