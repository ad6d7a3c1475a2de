import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { GraphiQLOptions } from 'graphql-yoga'
import type { Encoding } from '../../accepted-encoding.ts'

export const EXAMPLE = `# jadwal, a hospital's public doctor directory.
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

export const EXAMPLE_VARIABLES = {
  first: 5,
  after: null,
  filter: {
    availability: { dayOfWeek: 'MONDAY', from: '08:00', to: '16:00' },
  },
}

/** The page also takes the initial content of its variables editor, which the type lacks. */
type PageOptions = GraphiQLOptions & { variables: string }

/** GraphiQL as it is sent: the page in each encoding, and the headers that belong to it. */
export interface GraphiQLPage {
  body: Record<Encoding, Uint8Array<ArrayBuffer>>
  /** Digest of the page, for entity tags. */
  digest: string
  contentSecurityPolicy: string
}

/**
 * Renders GraphiQL with the example of a first visit and compresses it. The page is the same for every visitor: 9 MB,
 * about half a second of CPU.
 *
 * @param headers initial content of the headers editor.
 */
export async function renderGraphiQLPage(headers: Record<string, string>): Promise<GraphiQLPage> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  const options: PageOptions = {
    title: 'jadwal',
    defaultQuery: EXAMPLE,
    defaultEditorToolsVisibility: 'variables',
    headers: JSON.stringify(headers, null, 2),
    variables: VARIABLES_PLACEHOLDER,
  }
  const page = renderGraphiQL(options)
    .replace(JSON.stringify(VARIABLES_PLACEHOLDER), () => INITIAL_VARIABLES)
    .replace('</head>', () => `${NARROW_STYLE}</head>`)
  const identity = Buffer.from(page)
  const [br, compressed] = await Promise.all([
    promisify(brotliCompress)(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
    promisify(gzip)(identity),
  ])
  return {
    body: { identity, br, gzip: compressed },
    digest: sha256(page, 'base64url'),
    contentSecurityPolicy: contentSecurityPolicy(page),
  }
}

/** Above this quality, the page becomes 3 % smaller for four times the CPU. */
const BROTLI_QUALITY = 6

const VARIABLES_PLACEHOLDER = '__INITIAL_VARIABLES__'

/** An operation in the URL is the visitor's own and does not get the variables of the example. Runs in the browser. */
const INITIAL_VARIABLES = `new URLSearchParams(location.search).has('query') ? undefined : ${JSON.stringify(JSON.stringify(EXAMPLE_VARIABLES, null, 2))}`

/** On a phone, the response is below the operation. Beside it, nothing of the response is seen. */
const NARROW_STYLE = `<style>
@media (max-width: 700px) {
  #graphiql-session { flex-direction: column !important; }
  #graphiql-session > .graphiql-horizontal-drag-bar { display: none; }
  #graphiql-session > * { width: 100% !important; min-height: 0; }
}
</style>`

/**
 * Allows the page's own script by its hash, and what that script does: it starts workers from blobs and adds style
 * elements, which no hash can name in advance.
 */
function contentSecurityPolicy(page: string): string {
  // The script contains the text "<script>" in strings, so it reaches from the first opening tag to the last closing one.
  const start = page.indexOf('<script>', page.indexOf('<body')) + '<script>'.length
  const script = page.slice(start, page.lastIndexOf('</script>'))
  return [
    "default-src 'none'",
    `script-src 'sha256-${sha256(script, 'base64')}'`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function sha256(text: string, encoding: 'base64' | 'base64url'): string {
  return createHash('sha256').update(text).digest(encoding)
}
