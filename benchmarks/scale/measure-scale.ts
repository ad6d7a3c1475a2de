import { type CapturedPage, capturePages } from '../pages/capture-pages.ts'
import { explainSeveral, medianExecutionMs } from '../pages/explain-several.ts'
import { buffersOf, shapeOf } from '../pages/plan-shape.ts'
import { sendOperation } from '../pages/send-operation.ts'
import { type Measuring, resultHead } from '../run/context/measuring.ts'
import { percentile } from '../statistics/percentile.ts'
import { type BenchmarkDatabases, prepareDatabases } from '../targets/databases.ts'
import { openExplainer } from '../targets/explain.ts'
import { startServer } from '../targets/server-process.ts'
import { measureCounts } from './count-matrix.ts'
import type { MeasuredOperation, RandomRun, ScaledDirectory, ScaleResult } from './scale-result.ts'
import { sendRandomOperations } from './send-random-operations.ts'
import { verdictsOf } from './verdicts.ts'

export interface ScaleOptions {
  /** Numbers of doctors, ascending. */
  sizes: readonly number[]
  /** Random operations at the largest size. */
  operations: number
  seed: number
}

const INDEXED = 'indexed'
const BARE = 'bare'
/** The size that a page of the largest is compared with. */
const SMALL = 1_000
const COUNT = { text: 'select count(*) from doctor where is_active', parameters: [] }
/** A statement that takes longer is not measured: in production its operation would be cancelled. */
const MAX_STATEMENT_MS = 5_000
const API_SAMPLES = 7
const API_BUDGET_MS = 1_000

/** Measures each operation in directories of each size, with the indexes and without, and random ones in the largest. */
export async function measureScale(options: ScaleOptions, context: Measuring): Promise<ScaleResult> {
  const startedAt = new Date()
  const directories: ScaledDirectory[] = []
  let random: RandomRun | undefined
  let postgresql = 'unknown'
  for (const doctors of options.sizes) {
    context.report(`seeding ${doctors.toLocaleString('en-US')} doctors`)
    const databases = await prepareDatabases({
      scenarios: [
        { name: INDEXED, indexes: true },
        { name: BARE, indexes: false },
      ],
      doctors,
      serverUrl: context.serverUrl,
      signal: context.signal,
    })
    try {
      postgresql = databases.serverVersion
      const pages = await capturePages(databases.urlOf(INDEXED), context.signal)
      directories.push(await measureDirectory(databases, { name: INDEXED, doctors, pages }, context))
      if (doctors === options.sizes.at(-1)) {
        random = await sendRandomOperations(databases.urlOf(INDEXED), options, context)
      }
      directories.push(await measureDirectory(databases, { name: BARE, doctors, pages }, context))
    } finally {
      await databases.close()
    }
  }
  const indexed = directories.filter(({ indexes }) => indexes)
  const large = indexed.at(-1)
  const small = indexed.find(({ doctors }) => doctors === SMALL) ?? indexed[0]
  if (large === undefined || small === undefined || random === undefined)
    throw new RangeError('expected at least one size, got none')
  return {
    version: 1,
    ...resultHead(startedAt),
    command: context.command,
    postgresql,
    directories,
    verdicts: verdictsOf(small, large),
    random,
  }
}

interface DirectoryToMeasure {
  name: string
  doctors: number
  pages: readonly CapturedPage[]
}

async function measureDirectory(
  databases: BenchmarkDatabases,
  { name, doctors, pages }: DirectoryToMeasure,
  context: Measuring,
): Promise<ScaledDirectory> {
  const url = databases.urlOf(name)
  await using cleanUp = new AsyncDisposableStack()
  const ordinary = await openExplainer({ url, settings: 'of the database', maxMs: MAX_STATEMENT_MS })
  cleanUp.defer(() => ordinary.close())
  const explainer = await openExplainer({ url, settings: 'of the program', maxMs: MAX_STATEMENT_MS })
  cleanUp.defer(() => explainer.close())
  const server = await startServer({
    variant: 'production',
    databaseUrl: url,
    knownOperations: [],
    trace: 'summary',
  })
  cleanUp.defer(() => server.stop())

  const operations: MeasuredOperation[] = []
  for (const page of pages) {
    context.signal.throwIfAborted()
    context.report(`${doctors.toLocaleString('en-US')} doctors, ${name}: ${page.name}`)
    const explained = await explainSeveral(explainer, page.statement)
    // What takes this long in the server takes as long through the API.
    const samples = explained === null ? [] : await sampleApi(server.url, page.body, context.signal)
    operations.push({
      name: page.name,
      difficulty: page.difficulty,
      statement: explained && {
        executionMs: explained.executionMs,
        ...buffersOf(explained.plan),
        shape: shapeOf(explained.plan),
      },
      p50Ms: samples.length === 0 ? null : percentile(samples, 0.5),
      samples: samples.length,
    })
  }
  context.report(`${doctors.toLocaleString('en-US')} doctors, ${name}: ways to count`)
  return {
    doctors,
    indexes: name === INDEXED,
    countMs: (await medianExecutionMs(ordinary, COUNT)) ?? MAX_STATEMENT_MS,
    countInProgramMs: (await medianExecutionMs(explainer, COUNT)) ?? MAX_STATEMENT_MS,
    operations,
    counts: await measureCounts(explainer),
  }
}

/** Latencies of an operation in ms, ascending; the first counts only where it is the only one. Empty if it fails. */
async function sampleApi(url: string, body: string, signal: AbortSignal): Promise<number[]> {
  const startMs = performance.now()
  const first = await sendOperation(url, body, { signal })
  if (first.failure !== null) return []
  const samples: number[] = []
  while (samples.length < API_SAMPLES && performance.now() - startMs < API_BUDGET_MS) {
    const { durationMs, failure } = await sendOperation(url, body, { signal })
    if (failure === null) samples.push(durationMs)
  }
  return samples.length === 0 ? [first.durationMs] : samples.sort((a, b) => a - b)
}
