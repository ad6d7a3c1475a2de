import type { GraphiQLOptions } from 'graphql-yoga'

const EXAMPLE = `# jadwal, a hospital's public doctor directory.
#
# ▶ or Ctrl-Enter runs this operation.
# Its variables are below. To turn the page, put
# the endCursor of the answer into "after".
# The book on the left documents every field.

query Doctors(
  $first: Int
  $after: String
  $filter: DoctorFilter
) {
  doctors(first: $first, after: $after, filter: $filter) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      name
      specializations {
        name
      }
      schedules {
        dayOfWeek
        startTime
        endTime
        endsNextDay
        isAvailable
      }
    }
  }
}
`

const EXAMPLE_VARIABLES = {
  first: 5,
  after: null,
  filter: {
    name: 'lestari',
    availability: { dayOfWeek: 'MONDAY', from: '08:00', to: '16:00' },
  },
}

/**
 * What GraphiQL shows to somebody who opens it for the first time. An operation in the address is somebody's own:
 * the variables of the example do not belong to it.
 *
 * @param headers what its editor of headers begins with.
 */
export function graphiqlPage(request: Request, headers: Record<string, string>): GraphiQLPage {
  const isFirstVisit = !new URL(request.url).searchParams.has('query')
  return {
    title: 'jadwal',
    defaultQuery: EXAMPLE,
    defaultEditorToolsVisibility: 'variables',
    headers: JSON.stringify(headers, null, 2),
    ...(isFirstVisit && { variables: JSON.stringify(EXAMPLE_VARIABLES, null, 2) }),
  }
}

/** The page takes what its editor of variables begins with, though the type does not say so. */
type GraphiQLPage = GraphiQLOptions & { variables?: string }
