import { bodiesOf, OPERATIONS, PAGE_SIZE } from '../workload/operations.ts'

/** What part of the targets applies to an operation. */
export type Difficulty = 'page' | 'hard page' | 'total'

/** An operation whose cost is followed through the sizes of the directory. */
export interface ScaleOperation {
  name: string
  difficulty: Difficulty
  /** The request body. */
  body: string
}

type Variables = Record<string, unknown>

export const PAGE_DOCUMENT = `query Page($first: Int, $last: Int, $after: String, $before: String, $offset: Int,
    $filter: DoctorFilter, $orderBy: DoctorOrder, $total: Boolean!) {
  doctors(first: $first, last: $last, after: $after, before: $before, offset: $offset,
      filter: $filter, orderBy: $orderBy) {
    totalCount @include(if: $total)
    pageInfo { hasNextPage hasPreviousPage endCursor }
    nodes { id name }
  }
}`

/** The body of a page request. */
export function pageBody(variables: Variables, { total }: { total: boolean }): string {
  return JSON.stringify({ query: PAGE_DOCUMENT, operationName: 'Page', variables: { ...variables, total } })
}

const NEWEST = { field: 'CREATED_AT', direction: 'DESC' }
const BACKWARDS = { field: 'NAME', direction: 'DESC' }
const MORNING = { dayOfWeek: 'MONDAY', from: '08:00', to: '12:00' }

/** Pages that have to be as fast in a large directory as in a small one. */
const PAGES: Record<string, Variables> = {
  'all, by name': {},
  'all, by name backwards': { orderBy: BACKWARDS },
  'all, newest first': { orderBy: NEWEST },
  'all, last page': { last: 10 },
  'all, offset 10,000': { offset: 10_000 },
  'common name': { filter: { name: 'lestari' } },
  'accented name, at the end of the order': { filter: { name: 'zoë' } },
  'accented name, newest first': { filter: { name: 'André' }, orderBy: NEWEST },
  'common name, at the end of the order': { filter: { name: 'prof' } },
  'specialty, at the end of the order': { filter: { specialty: 'gigi' } },
  'rare name': { filter: { name: 'zoë müller' } },
  'rare name, newest first': { filter: { name: 'josé al-ma' }, orderBy: NEWEST },
  'absent name': { filter: { name: 'quetzal' } },
  'absent name, last page': { filter: { name: 'quetzal' }, last: 10 },
  'common name, last page': { filter: { name: 'sari' }, last: 10 },
  specialty: { filter: { specialty: 'anak' } },
  'wide specialty': { filter: { specialty: 'a' } },
  'absent specialty': { filter: { specialty: 'vulcanology' } },
  'absent specialty, newest first': { filter: { specialty: 'vulcanology' }, orderBy: NEWEST },
  hours: { filter: { availability: MORNING } },
  'hours of any day': { filter: { availability: { from: '09:00', to: '10:00' } } },
  'hours past midnight': { filter: { availability: { dayOfWeek: 'SUNDAY', from: '20:00', to: '02:00' } } },
  'all hours of a night': {
    filter: { availability: { dayOfWeek: 'SUNDAY', from: '22:00', to: '06:00', match: 'COVERS' } },
  },
  'absent hours': { filter: { availability: { from: '00:00', to: '23:00', match: 'COVERS' } } },
  'name, specialty and hours': { filter: { name: 'dr.', specialty: 'anak', availability: MORNING } },
  'rare name and specialty': { filter: { name: 'zoë müller', specialty: 'anak' } },
  'common name and absent specialty': { filter: { name: 'lestari', specialty: 'vulcanology' } },
}

/** Texts too short for an index of trigrams that match nobody, and conjunctions of common conditions that hardly anybody meets. */
const HARD_PAGES: Record<string, Variables> = {
  'one letter that no name has': { filter: { name: 'ß' } },
  'two letters that no name has': { filter: { name: 'qx' } },
  'name and specialty of hardly anybody': { filter: { name: 'zoë', specialty: 'urologi' } },
  'common name, specialty and hours that meet nowhere': {
    filter: {
      name: 'prof. dr. ',
      specialty: 'gigi',
      availability: { dayOfWeek: 'SUNDAY', from: '20:00', to: '02:00' },
    },
  },
}

const TOTALS: Record<string, Variables> = {
  all: {},
  'name of two letters': { filter: { name: 'an' } },
  'common name': { filter: { name: 'lestari' } },
  'rare name': { filter: { name: 'zoë müller' } },
  'absent name': { filter: { name: 'quetzal' } },
  specialty: { filter: { specialty: 'anak' } },
  'wide specialty': { filter: { specialty: 'a' } },
  'absent specialty': { filter: { specialty: 'vulcanology' } },
  hours: { filter: { availability: MORNING } },
  'hours of any day': { filter: { availability: { from: '09:00', to: '10:00' } } },
  'rare name and specialty': { filter: { name: 'zoë müller', specialty: 'anak' } },
  'name and specialty': { filter: { name: 'lestari', specialty: 'anak' } },
  'specialty and hours': { filter: { specialty: 'saraf', availability: MORNING } },
}

/** The operations of the benchmark with each of their filters, and pages that are hard for a large directory. */
export function scaleOperations(deepCursor: string): ScaleOperation[] {
  const deep = {
    'all, after a deep cursor': { after: deepCursor },
    'all, before a deep cursor': { before: deepCursor, last: 10 },
    'common name, after a deep cursor': { after: deepCursor, filter: { name: 'lestari' } },
    'common name, before a deep cursor': { before: deepCursor, last: 10, filter: { name: 'lestari' } },
    'hours, after a deep cursor': { after: deepCursor, filter: { availability: MORNING } },
  }
  const paged = (difficulty: Difficulty, suffix: string, variables: Record<string, Variables>) =>
    Object.entries(variables).map(([name, given]) => ({
      name: `${name}${suffix}`,
      difficulty,
      body: pageBody(
        { ...(given.last === undefined && { first: PAGE_SIZE }), ...given },
        { total: difficulty === 'total' },
      ),
    }))
  return [
    ...OPERATIONS.filter(({ hasPages }) => hasPages).flatMap((operation) =>
      bodiesOf(operation, PAGE_SIZE).map((body, index) => ({
        name: [operation.name, ...labelOf(operation.filters[index])].join(': '),
        difficulty: 'total' as const,
        body,
      })),
    ),
    ...paged('page', '', { ...PAGES, ...deep }),
    ...paged('hard page', '', HARD_PAGES),
    ...paged('total', ', with total', TOTALS),
  ]
}

/** The values of a filter in a few words; none without a filter. */
function labelOf(filter: Record<string, unknown> | null | undefined): string[] {
  if (filter == null) return []
  const wordsOf = (value: unknown): string[] =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsOf) : [String(value)]
  return [wordsOf(filter).join(' ')]
}
