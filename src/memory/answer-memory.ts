import { unlessAborted } from '../unless-aborted.ts'
import type { AnswerStore } from './answer-store.ts'
import { shareCheck } from './shared-check.ts'

/**
 * What makes an answer from memory the one that executing the request now would give, with any number of servers and
 * writers.
 */
export interface MemoryRules {
  /**
   * 1. An answer is given from memory only after a version check that began after its request arrived.
   *
   * @param readVersion reads the version of the data in a snapshot of its own; one call at a time.
   * @param maxWaitMs how long a request may wait for it.
   * @returns what a request that has arrived calls for the version to compare with.
   */
  checkAfterArrival(readVersion: () => Promise<string>, maxWaitMs: number): () => Promise<string>
  /**
   * 2. An answer is kept only if every statement that made it saw the same version.
   *
   * @returns that version; undefined if the answer is sent, but not kept.
   */
  versionToKeep(seen: ReadonlySet<string>): string | undefined
  /**
   * 3. A request takes the result of an execution for another one only if that began after the request arrived, or if the
   * request's own check returns the version that all statements of the execution saw.
   */
  mayTake(flight: Flight<unknown>, arrival: Arrival): Promise<boolean>
}

export const EXACT_RULES: MemoryRules = {
  checkAfterArrival: shareCheck,
  versionToKeep: onlyOne,
  async mayTake({ began, execution }, { arrived, check }) {
    if (began > arrived) return true
    const version = onlyOne((await execution).versions)
    return version !== undefined && version === (await check())
  },
}

function onlyOne([...versions]: ReadonlySet<string>): string | undefined {
  return versions.length === 1 ? versions[0] : undefined
}

/**
 * How a request was answered. `hit`: from memory. `joined`: with the result of an execution for another request.
 * `miss`: it was executed, and nothing was kept for it. `stale`: it was executed, since the data had changed or could
 * not be checked.
 */
export type MemoryOutcome = 'hit' | 'joined' | 'miss' | 'stale'

/** What executing a request gave. */
export interface Execution<Answer> {
  answer: Answer
  /** Whether it is a whole result. One with errors is for its own request only. */
  isWhole: boolean
  /** The versions of the data that its statements saw, each in its own snapshot. */
  versions: ReadonlySet<string>
}

export interface MemoryRequest<Answer> {
  /** Equal for requests whose answers are equal while the data is the same. */
  key: string
  execute(): Promise<Execution<Answer>>
  /** Aborted when the request must not wait any longer. Called if it waits for the execution of another request. */
  signal(): AbortSignal
}

export interface AnswerMemory<Answer> {
  /** @throws what executing the request throws. */
  answer(request: MemoryRequest<Answer>): Promise<{ answer: Answer; outcome: MemoryOutcome }>
}

/** An execution under way. */
interface Flight<Answer> {
  /** Its place in the order of arrivals and executions. */
  began: number
  execution: Promise<Execution<Answer>>
}

/** A request that has arrived. */
interface Arrival {
  /** Its place in the order of arrivals and executions. */
  arrived: number
  /** Rule 1. */
  check(): Promise<string>
}

interface AnswerMemoryOptions<Answer> {
  store: AnswerStore<Answer>
  /** Reads the version of the data in a snapshot of its own, on the server that statements are sent to. */
  readVersion(): Promise<string>
  /** How long a request may wait for a check. */
  maxWaitMs: number
  /** Default: {@link EXACT_RULES}. */
  rules?: MemoryRules
}

/**
 * Answers from memory by the rules above, and by a fourth on what it costs:
 *
 * 4. A key that was never seen sends no check. A hit takes at most one check, shared with the requests that wait at
 *    the same moment. An answer that turns out stale takes one, and an execution.
 */
export function createAnswerMemory<Answer>(options: AnswerMemoryOptions<Answer>): AnswerMemory<Answer> {
  const { store, readVersion, maxWaitMs, rules = EXACT_RULES } = options
  const check = rules.checkAfterArrival(readVersion, maxWaitMs)
  /** The execution of each key that began last. */
  const flights = new Map<string, Flight<Answer>>()
  let events = 0

  /** What is kept for a request, if its own check returns the version of that. */
  async function recall(key: string): Promise<Answer | undefined> {
    const candidate = store.get(key)
    const version = await check().catch(() => undefined)
    if (version === undefined) return undefined
    // Another request may have replaced it meanwhile.
    const kept = store.get(key)
    if (kept?.version === version) return kept.answer
    if (kept === candidate) store.delete(key)
    return undefined
  }

  /** The result of an execution, if a request may take it; `old` if it may not, and `failed` if there is none to take. */
  async function take(
    flight: Flight<Answer>,
    { signal }: MemoryRequest<Answer>,
    arrived: number,
  ): Promise<{ answer: Answer } | 'old' | 'failed'> {
    try {
      const { answer, isWhole } = await unlessAborted(flight.execution, signal())
      if (!isWhole) return 'failed'
      return (await unlessAborted(rules.mayTake(flight, { arrived, check }), signal())) ? { answer } : 'old'
    } catch {
      return 'failed'
    }
  }

  async function execute({ key, execute }: MemoryRequest<Answer>): Promise<Answer> {
    const began = ++events
    const flight = { began, execution: execute() }
    flights.set(key, flight)
    try {
      const { answer, isWhole, versions } = await flight.execution
      const version = isWhole ? rules.versionToKeep(versions) : undefined
      if (version !== undefined) store.set(key, { answer, version })
      return answer
    } finally {
      if (flights.get(key) === flight) flights.delete(key)
    }
  }

  return {
    async answer(request) {
      const { key } = request
      const arrived = ++events
      const isKnown = store.get(key) !== undefined
      if (isKnown) {
        const answer = await recall(key)
        if (answer !== undefined) return { answer, outcome: 'hit' }
      }
      let flight = flights.get(key)
      while (flight !== undefined) {
        const taken = await take(flight, request, arrived)
        if (typeof taken === 'object') return { answer: taken.answer, outcome: 'joined' }
        const newest = flights.get(key)
        // One execution failed: all who waited for it execute at once, and not one after the other.
        flight = taken === 'failed' || newest === flight ? undefined : newest
      }
      return { answer: await execute(request), outcome: isKnown ? 'stale' : 'miss' }
    },
  }
}
