import { join } from 'node:path'
import type { BoundStatement } from '../targets/explain.ts'
import { startServer } from '../targets/server-process.ts'
import { makeTemporaryFolder } from '../targets/temporary-folder.ts'
import { readLines } from '../trace-analysis/formats/read-lines.ts'
import { readTrace } from '../trace-analysis/formats/read-trace.ts'
import type { TracedRequest, TracedStatement } from '../trace-analysis/requests/traced-request.ts'
import { type ScaleOperation, scaleOperations } from './scale-operations.ts'
import { sendOperation } from './send-operation.ts'

/** An operation and the statements that it sends: that of the page, and those of the relations of its doctors. */
export interface CapturedPage extends ScaleOperation {
  statement: BoundStatement
  relations: BoundStatement[]
}

const PAGE_STATEMENT = 'doctors_page'

/** The first doctor of this name is far into the order of names; a small directory may have none, and has its end. */
const DEEP_QUERY = `{
  named: doctors(first: 1, filter: { name: "drg." }) { edges { cursor } }
  end: doctors(last: 3) { edges { cursor } }
}`

/** Sends each operation once to a server that traces its statements. The directory can be small: statements do not differ. */
export async function capturePages(databaseUrl: string, signal: AbortSignal): Promise<CapturedPage[]> {
  await using cleanUp = new AsyncDisposableStack()
  const folder = cleanUp.use(await makeTemporaryFolder('scale'))
  const file = join(folder.path, 'trace.jsonl')
  const server = await startServer({
    variant: 'production',
    databaseUrl,
    knownOperations: [],
    trace: { file, parameters: true },
  })
  const { text } = await sendOperation(server.url, JSON.stringify({ query: DEEP_QUERY }), { signal })
  const { data } = JSON.parse(text)
  const deepCursor: unknown = (data?.named.edges[0] ?? data?.end.edges[0])?.cursor
  if (typeof deepCursor !== 'string') throw new Error(`expected a cursor, got ${text.slice(0, 200)}`)
  const operations = scaleOperations(deepCursor)
  for (const [index, { name, body }] of operations.entries()) {
    const { failure } = await sendOperation(server.url, body, { id: `page-${index}`, signal })
    if (failure !== null) throw new Error(`expected data for ${name}, got ${failure}`)
  }
  await server.stop()
  const lines: TracedRequest[] = []
  await readTrace(readLines(file), { onRequest: (request) => lines.push(request) })
  return operations.map((operation, index) => {
    const line = lines.find(({ requestId }) => requestId === `page-${index}`)
    const statements = line?.statements ?? []
    const bound = ({ text, parameters }: TracedStatement): BoundStatement => ({
      text,
      // The server traces those of PostgreSQL's protocol, which have no names.
      parameters: Array.isArray(parameters) ? parameters : [],
    })
    const page = statements.find(({ name }) => name === PAGE_STATEMENT)
    if (page === undefined) throw new Error(`expected a page statement of ${operation.name}, got none`)
    const relations = statements.filter(({ loader }) => loader !== null).map(bound)
    return { ...operation, statement: bound(page), relations }
  })
}
