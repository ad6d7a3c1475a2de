import { sendOperation } from '../pages/send-operation.ts'
import { percentile } from '../statistics/percentile.ts'
import { startServer } from '../targets/server-process.ts'
import { drawUniform } from '../workload/load/plan-load.ts'
import { randomOperation } from './random-operations.ts'
import type { RandomRun } from './scale-result.ts'

/** An operation that takes longer through the API is past the limit. */
export const MAX_RANDOM_MS = 500
const SLOWEST = 10
const KEPT_CURSORS = 50

/** Sends random operations one after the other. The same seed gives the same operations for the same answers. */
export async function sendRandomOperations(
  databaseUrl: string,
  { operations, seed }: { operations: number; seed: number },
  { signal, report }: { signal: AbortSignal; report: (what: string) => void },
): Promise<RandomRun> {
  const server = await startServer({
    variant: 'production',
    databaseUrl,
    knownOperations: [],
    trace: 'summary',
  })
  try {
    const cursors = new Map<string, string[]>()
    const sent: { durationMs: number; variables: string; failure: string | null }[] = []
    for (let index = 0; index < operations; index++) {
      if (index % Math.ceil(operations / 10) === 0) report(`random operations: ${index} of ${operations}`)
      let draws = 0
      const next = () => drawUniform(seed, 'random operation', index, draws++)
      const { body, variables, order } = randomOperation(next, (key) => {
        const known = cursors.get(key) ?? []
        return known[Math.floor(next() * known.length)]
      })
      const { durationMs, text, failure } = await sendOperation(server.url, body, { signal })
      sent.push({ durationMs, variables, failure })
      const cursor: unknown = JSON.parse(text).data?.doctors?.pageInfo?.endCursor
      if (typeof cursor === 'string') {
        cursors.set(order, [cursor, ...(cursors.get(order) ?? [])].slice(0, KEPT_CURSORS))
      }
    }
    const durations = sent.map(({ durationMs }) => durationMs).sort((a, b) => a - b)
    return {
      operations,
      seed,
      p50Ms: percentile(durations, 0.5),
      p99Ms: percentile(durations, 0.99),
      maxMs: durations.at(-1) ?? 0,
      pastLimit: durations.filter((durationMs) => durationMs > MAX_RANDOM_MS).length,
      failed: sent.filter(({ failure }) => failure !== null).length,
      slowest: sent
        .toSorted((a, b) => b.durationMs - a.durationMs)
        .slice(0, SLOWEST)
        .map(({ durationMs, variables }) => ({ durationMs, variables })),
    }
  } finally {
    await server.stop()
  }
}
