import type { ScenarioResult } from '../../result.ts'
import { analyseTrace } from '../../trace-analysis/analyse-trace.ts'
import type { TracedRequest } from '../../trace-analysis/requests/traced-request.ts'
import type { CapturedRequest } from '../../workload/capture-statements.ts'
import { BROWSE, PAGE_SIZE } from '../../workload/operations.ts'

/** What the capture of a scenario recorded. */
export interface Capture {
  requests: readonly CapturedRequest[]
  /** A line for each request, and for statements outside of any. */
  traces: readonly TracedRequest[]
}

/** The part of a scenario's result that the capture gives. */
export type CaptureResult = Pick<ScenarioResult, 'operations' | 'tables' | 'timeline'>

export function analyseCapture({ requests, traces }: Capture): CaptureResult {
  const requestById = new Map(requests.map((request) => [request.id, request]))
  const requestOf = ({ requestId }: TracedRequest) => requestById.get(requestId ?? '')
  const { operations, tables } = analyseTrace([...traces], {
    pageSizeOf: (line) => requestOf(line)?.pageSize ?? undefined,
  })
  const fullPages = traces.filter((line) => {
    const request = requestOf(line)
    return request?.operation === BROWSE && request.pageSize === PAGE_SIZE
  })
  return { operations, tables, timeline: timelineOf(fullPages) }
}

/** The statements of the request with the median duration: neither the fastest nor one that was disturbed. */
function timelineOf(lines: readonly TracedRequest[]): CaptureResult['timeline'] {
  const median = lines.toSorted((a, b) => a.durationMs - b.durationMs)[Math.floor(lines.length / 2)]
  return (median?.statements ?? []).map(({ name, startMs, durationMs, path }) => ({
    name: name ?? 'unnamed',
    startMs,
    durationMs,
    path,
  }))
}
