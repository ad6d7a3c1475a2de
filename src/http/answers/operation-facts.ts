import type { OperationRecord } from '../../observability/recording/operation-tracer.ts'

/** What is learnt of the operation of a request while it is executed. */
export interface OperationFacts {
  /** When its request arrived, by `performance.now()`. */
  arrivedMs: number
  /** The versions of the data that its statements saw. */
  readonly versions: Set<string>
  /** Whether its result has been written, and has no errors. */
  isWhole: boolean
  record: OperationRecord | undefined
  /** The limit that refused it. */
  refused: string | undefined
}

/** The facts of each request, for as long as it is executed. */
export interface FactsByRequest {
  of(request: Request): OperationFacts
  /** Its response is ready. Without it, the facts would stay until a garbage collection after that of their request. */
  end(request: Request): void
}

/** The facts of a request begin where they are first asked for. */
export function createFactsByRequest(): FactsByRequest {
  const facts = new WeakMap<Request, OperationFacts>()
  return {
    of(request) {
      const known = facts.get(request)
      if (known !== undefined) return known
      const created: OperationFacts = {
        arrivedMs: performance.now(),
        versions: new Set(),
        isWhole: false,
        record: undefined,
        refused: undefined,
      }
      facts.set(request, created)
      return created
    },
    end: (request) => void facts.delete(request),
  }
}
