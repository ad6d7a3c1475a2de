import { type ReadTrace, readTrace } from '../../../benchmarks/trace-analysis/formats/read-trace.ts'
import type { TracedRequest } from '../../../benchmarks/trace-analysis/requests/traced-request.ts'

/** What is read of these lines, with the requests themselves. */
export async function readRequests(
  lines: string[],
  logLinePrefix?: string,
): Promise<ReadTrace & { found: TracedRequest[] }> {
  const found: TracedRequest[] = []
  const read = await readTrace([[...lines]], {
    ...(logLinePrefix !== undefined && { logLinePrefix }),
    onRequest: (request) => found.push(request),
  })
  return { ...read, found }
}
