import type { Execution, ParsedRequest } from '../requests/parsed-request.ts'
import { repetitions } from './repetition.ts'

/** The statements of one operation that have one key and one path, by the request that sent them. */
export interface StatementGroup {
  key: string
  path: string | null
  byRequest: Map<ParsedRequest, Execution[]>
}

/** Groups the statements of one operation. A statement tried again is not counted again. */
export function groupStatements(requests: ParsedRequest[]): StatementGroup[] {
  const groups = new Map<string, StatementGroup>()
  for (const request of requests) {
    const repeated = repetitions(request)
    const executions = request.executions.filter((execution) => repeated.get(execution) !== 'retry')
    const byIdentity = Map.groupBy(executions, ({ statement, parsed }) => groupId(statement.path, parsed.key))
    for (const [id, [first, ...others]] of byIdentity) {
      if (first === undefined) continue
      const group = groups.get(id) ?? emptyGroup(first)
      group.byRequest.set(request, [first, ...others])
      groups.set(id, group)
    }
  }
  return [...groups.values()]
}

/** Whether the field runs once for each item of a list: its path has a `*`. */
export function isUnderList({ path }: StatementGroup): boolean {
  return path?.split('.').includes('*') ?? false
}

function groupId(path: string | null, key: string): string {
  return JSON.stringify([path, key])
}

function emptyGroup({ statement, parsed }: Execution): StatementGroup {
  return { key: parsed.key, path: statement.path, byRequest: new Map() }
}
