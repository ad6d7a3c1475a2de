/** An operation that contenders answer, each in its own language. */
export type OperationName =
  | 'page'
  | 'page-without-relations'
  | 'specializations'
  | 'repeated-page'
  | 'many-pages'

/** Those that have to be executed: no two requests for them are equal. */
export const EXECUTED: readonly OperationName[] = ['page', 'page-without-relations', 'specializations']

/** Those whose cost is compared. */
export const COMPARED: readonly OperationName[] = [...EXECUTED, 'repeated-page']

/** Those whose throughput is compared. */
export const MANY: OperationName = 'many-pages'

const MANY_PAGES = 20

export const OPERATION_TITLES: Record<OperationName, string> = {
  page: 'Page of 10 doctors with cursors, both relations and the total',
  'page-without-relations': 'Page of 10 doctors with cursors and the total',
  specializations: 'All specializations',
  'repeated-page':
    'The same page again, from memory: this server checks that the data is the same, the others forget after some seconds',
  'many-pages': `${MANY_PAGES} pages of 1 to ${MANY_PAGES} doctors by turns`,
}

const PAGE_DOCUMENT = `query Page($first: Int!) {
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
}`

const OTHER_DOCUMENTS = {
  'page-without-relations': `query Names($first: Int!) {
  doctors(first: $first) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { cursor node { id name } }
  }
}`,
  specializations: 'query Specializations { specializations { id name } }',
}

/** As a client of this API sends them. */
export const DOCUMENTS: Record<OperationName, string> = {
  ...OTHER_DOCUMENTS,
  page: PAGE_DOCUMENT,
  'repeated-page': PAGE_DOCUMENT,
  'many-pages': PAGE_DOCUMENT,
}

const PLAIN_PAGE_DOCUMENT = PAGE_DOCUMENT.replace('startTime endTime', 'startMinute endMinute')

/** The same for schemas that answer hours as the database has them. */
export const PLAIN_DOCUMENTS: Record<OperationName, string> = {
  ...OTHER_DOCUMENTS,
  page: PLAIN_PAGE_DOCUMENT,
  'repeated-page': PLAIN_PAGE_DOCUMENT,
  'many-pages': PLAIN_PAGE_DOCUMENT,
}

const POSTGRAPHILE_PAGE = 'first: $first, condition: { isActive: true }, orderBy: [NAME_ASC, ROW_ID_ASC]'

const POSTGRAPHILE_PAGE_DOCUMENT = `query Page($first: Int!) {
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
}`

/** The same in the schema that PostGraphile makes of the tables. */
export const POSTGRAPHILE_DOCUMENTS: Record<OperationName, string> = {
  page: POSTGRAPHILE_PAGE_DOCUMENT,
  'repeated-page': POSTGRAPHILE_PAGE_DOCUMENT,
  'many-pages': POSTGRAPHILE_PAGE_DOCUMENT,
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

/** The variables of a request by its number. */
export function variablesOf(operation: OperationName, number: number): Record<string, unknown> {
  if (operation === 'specializations') return {}
  return { first: operation === MANY ? (number % MANY_PAGES) + 1 : PAGE_SIZE }
}
