import type { GraphiQLOptions } from 'graphql-yoga'

const EXAMPLE = `# Welcome to jadwal, a hospital's public doctor directory.
#
# Press ▶ (or Ctrl-Enter) to run this operation. Its variables are below: change them,
# or put the endCursor of one answer into "after" to turn the page.
# The book on the left opens the documentation of every type and field.

query Doctors($first: Int, $after: String, $filter: DoctorFilter) {
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

/** What GraphiQL shows to somebody who opens it for the first time. */
export const graphiqlPage: GraphiQLOptions = {
  title: 'jadwal: doctor directory',
  defaultTabs: [{ query: EXAMPLE, variables: JSON.stringify(EXAMPLE_VARIABLES, null, 2) }],
  defaultEditorToolsVisibility: 'variables',
}
