import type { GraphiQLOptions } from 'graphql-yoga'

const EXAMPLE = `# jadwal, a hospital's public doctor directory.
#
# Press ▶ or Ctrl-Enter to run this operation.
# Its variables are below. For the next page, copy
# pageInfo.endCursor from the response to "after".
# The book icon on the left opens the docs.

query Doctors(
  $first: Int
  $after: String
  $filter: DoctorFilter
) {
  doctors(
    first: $first
    after: $after
    filter: $filter
  ) {
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
    availability: { dayOfWeek: 'MONDAY', from: '08:00', to: '16:00' },
  },
}

/**
 * What GraphiQL shows on a first visit. An operation in the URL is the visitor's own and does not get the variables of
 * the example.
 *
 * @param headers initial content of the headers editor.
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

/** The page also takes the initial content of its variables editor, which the type lacks. */
type GraphiQLPage = GraphiQLOptions & { variables?: string }
