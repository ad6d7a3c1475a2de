/** An operation that every contender answers in its own language. */
export type OperationName = 'page' | 'page-without-relations' | 'specializations'

export const OPERATION_NAMES: readonly OperationName[] = ['page', 'page-without-relations', 'specializations']

export const OPERATION_TITLES: Record<OperationName, string> = {
  page: 'Page of 10 doctors with cursors, both relations and the total',
  'page-without-relations': 'Page of 10 doctors with cursors and the total',
  specializations: 'All specializations',
}

/** As a client of this API sends them. */
export const DOCUMENTS: Record<OperationName, string> = {
  page: `query Page($first: Int!) {
  doctors(first: $first) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      cursor
      node {
        id
        name
        specializations { id name }
        schedules { id dayOfWeek startTime endTime isAvailable }
      }
    }
  }
}`,
  'page-without-relations': `query Names($first: Int!) {
  doctors(first: $first) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { cursor node { id name } }
  }
}`,
  specializations: 'query Specializations { specializations { id name } }',
}

export const PAGE_SIZE = 10

export function variablesOf(operation: OperationName): Record<string, unknown> {
  return operation === 'specializations' ? {} : { first: PAGE_SIZE }
}
