import type { OperationRecord } from '../../observability/operation-tracer.ts'

/** What is learnt of the operation of a request while it is answered. */
export interface OperationFacts {
  /** The versions of the data that its statements saw. */
  readonly versions: Set<string>
  /** Whether its result has been written, and has no errors. */
  isWhole: boolean
  record: OperationRecord | undefined
}

/** The facts of each request, for as long as it is answered. */
export function createOperationFacts(): (request: Request) => OperationFacts {
  const facts = new WeakMap<Request, OperationFacts>()
  return (request) => {
    const known = facts.get(request)
    if (known !== undefined) return known
    const created: OperationFacts = { versions: new Set(), isWhole: false, record: undefined }
    facts.set(request, created)
    return created
  }
}
