import { readFileSync } from 'node:fs'
import type { LoadOperation } from './load/load-job.ts'

/** An operation that the benchmark sends, and the filters that it sends it with in turn. */
export interface BenchmarkOperation {
  name: string
  document: string
  /** Its share of the load, of 100. */
  weight: number
  /** Whether it takes a page size. */
  hasPages: boolean
  filters: readonly (Record<string, unknown> | null)[]
}

const ANY_NAMES = ['dr', 'ar', 'sa', 'an']
const ANY_SPECIALTIES = ['anak', 'dalam', 'a', 'saraf']
const ANY_HOURS = [
  { dayOfWeek: 'MONDAY', from: '08:00', to: '12:00' },
  { dayOfWeek: 'WEDNESDAY', from: '13:00', to: '17:00' },
  { dayOfWeek: 'SUNDAY', from: '20:00', to: '02:00' },
  { from: '09:00', to: '10:00' },
]

/** The page size of the API by default: what the load requests, and what the report shows statement by statement. */
export const PAGE_SIZE = 10

/** The operation that lists doctors without a filter. */
export const BROWSE = 'Browse'

/** The traffic of the article: most users browse, some filter, few combine filters. */
export const OPERATIONS: readonly BenchmarkOperation[] = [
  paged(BROWSE, 'browse', 30, [null]),
  paged(
    'ByName',
    'by-name',
    20,
    ANY_NAMES.map((name) => ({ name })),
  ),
  paged(
    'BySpecialty',
    'by-specialty',
    20,
    ANY_SPECIALTIES.map((specialty) => ({ specialty })),
  ),
  paged(
    'ByHours',
    'by-hours',
    20,
    ANY_HOURS.map((availability) => ({ availability })),
  ),
  paged(
    'Combined',
    'combined',
    5,
    ANY_HOURS.map((availability) => ({ name: 'dr', specialty: 'a', availability })),
  ),
  {
    name: 'ListSpecializations',
    document: readDocument('list-specializations'),
    weight: 5,
    hasPages: false,
    filters: [null],
  },
]

export const OPERATION_NAMES = OPERATIONS.map(({ name }) => name)

/** The request bodies of an operation at a page size, one for each of its filters. */
export function bodiesOf(
  { document, hasPages, filters, name }: BenchmarkOperation,
  pageSize: number,
): string[] {
  return filters.map((filter) =>
    JSON.stringify({
      query: document,
      operationName: name,
      variables: { ...(hasPages && { first: pageSize }), ...(filter && { filter }) },
    }),
  )
}

/** The operations as the load sends them. */
export function loadOperations(): LoadOperation[] {
  return OPERATIONS.map((operation) => ({
    name: operation.name,
    weight: operation.weight,
    bodies: bodiesOf(operation, PAGE_SIZE),
  }))
}

function paged(
  name: string,
  file: string,
  weight: number,
  filters: BenchmarkOperation['filters'],
): BenchmarkOperation {
  const document = `${readDocument(file)}\n${readDocument('doctor-fields')}`
  return { name, document, weight, hasPages: true, filters }
}

function readDocument(file: string): string {
  return readFileSync(new URL(`./operations/${file}.graphql`, import.meta.url), 'utf8')
}
