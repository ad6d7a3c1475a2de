import { createHash } from 'node:crypto'
import type { TraceLine } from '../../../benchmarks/trace-analysis/formats/trace-line.ts'
import type { TracedStatement } from '../../../benchmarks/trace-analysis/requests/traced-request.ts'

/** A statement of a trace to write; what it leaves out gets a default. */
export type Draft = Pick<TracedStatement, 'text'> &
  Partial<TracedStatement> & { hidden?: boolean; error?: string }

export interface RequestOptions {
  operation?: string | null
  origin?: TraceLine['origin']
  /** Seconds after the first request of the day. */
  atSecond?: number
  documentHash?: string | null
}

/** A request that sends these statements one after the other, unless they say when they start. */
export function request(drafts: Draft[], options: RequestOptions = {}): TraceLine {
  const { operation = 'Doctors', origin = 'operation', atSecond = 0, documentHash = 'd0c' } = options
  const startedAt = new Date(Date.UTC(2026, 0, 31, 9) + atSecond * 1000).toISOString()
  const statements = drafts.map((draft, index) => tracedStatement(draft, index))
  return {
    version: 1,
    operation: origin === 'outside' ? null : operation,
    origin,
    documentHash: origin === 'outside' ? null : documentHash,
    requestId: `request-${atSecond}`,
    startedAt,
    durationMs: statements.length,
    statements,
  }
}

/** One request for each of these page sizes, as the capture sends them. */
export function atPageSizes(drafts: (parents: number) => Draft[], sizes = [1, 10, 50]): TraceLine[] {
  return sizes.map((parents, atSecond) => request(drafts(parents), { atSecond }))
}

/** Something for each of the numbers from 1 to `count`. */
export function each<Item>(count: number, make: (number: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index + 1))
}

/** The numbers from 1 to `count` in lists of `size`, the last with what is left. */
export function chunks(count: number, size: number): number[][] {
  return each(Math.ceil(count / size), (number) =>
    each(Math.min(size, count - (number - 1) * size), (index) => (number - 1) * size + index),
  )
}

/** Such as `$1, $2, $3`. */
export function placeholders(count: number): string {
  return each(count, (number) => `$${number}`).join(', ')
}

/** `hidden` parameters are traced by their hash alone. */
function tracedStatement({ hidden = false, ...draft }: Draft, index: number): TracedStatement {
  const { parameters = [], ...given } = draft
  return {
    name: null,
    startMs: index,
    durationMs: 0.5,
    rowCount: 1,
    path: null,
    loader: null,
    batchSize: null,
    parametersHash: createHash('sha256').update(JSON.stringify(parameters)).digest('hex').slice(0, 12),
    ...given,
    ...(hidden ? {} : { parameters }),
  }
}
