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

const POSTGRAPHILE_PAGE = 'first: $first, condition: { isActive: true }, orderBy: [NAME_ASC, ROW_ID_ASC]'

/** The same in the schema that PostGraphile makes of the tables. */
export const POSTGRAPHILE_DOCUMENTS: Record<OperationName, string> = {
  page: `query Page($first: Int!) {
  doctors: allDoctors(${POSTGRAPHILE_PAGE}) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      cursor
      node {
        id
        name
        specializations: doctorSpecializationsByDoctorId {
          nodes { specialization: specializationBySpecializationId { id name } }
        }
        schedules: practiceSchedulesByDoctorId(orderBy: [DAY_OF_WEEK_ASC, START_MINUTE_ASC, ROW_ID_ASC]) {
          nodes { id dayOfWeek startMinute endMinute isAvailable }
        }
      }
    }
  }
}`,
  'page-without-relations': `query Names($first: Int!) {
  doctors: allDoctors(${POSTGRAPHILE_PAGE}) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { cursor node { id name } }
  }
}`,
  specializations: `query Specializations {
  specializations: allSpecializations(orderBy: NAME_ASC) { nodes { id name } }
}`,
}

export const PAGE_SIZE = 10

export function variablesOf(operation: OperationName): Record<string, unknown> {
  return operation === 'specializations' ? {} : { first: PAGE_SIZE }
}
