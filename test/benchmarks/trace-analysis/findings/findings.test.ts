import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { analyseTrace } from '../../../../benchmarks/trace-analysis/analyse-trace.ts'
import type { TraceLine } from '../../../../benchmarks/trace-analysis/formats/trace-line.ts'
import type { TracedStatement } from '../../../../benchmarks/trace-analysis/requests/traced-request.ts'
import type { Label } from '../../../support/traces/labelled/labelled-trace.ts'
import { LABELLED_TRACES } from '../../../support/traces/labelled/labelled-traces.ts'
import { randomTraces } from '../../../support/traces/random-trace.ts'

const SEED = 20260131

describe('labelled traces', () => {
  for (const { name, lines, truth } of LABELLED_TRACES) {
    it(name, () => assert.deepEqual(findingsOf(lines), sorted(truth)))
  }

  it('are at least forty, each with a name of its own', () => {
    const names = new Set(LABELLED_TRACES.map(({ name }) => name))
    assert.equal(names.size, LABELLED_TRACES.length)
    assert.ok(names.size >= 40)
  })
})

describe('random traces', () => {
  it('are flagged exactly where they loop', () => {
    fc.assert(
      fc.property(randomTraces(), ({ lines, truth }) => assert.deepEqual(findingsOf(lines), sorted(truth))),
      { seed: SEED, numRuns: 2000 },
    )
  })
})

describe('findings do not change', () => {
  const traces = fc.oneof(fc.constantFrom(...LABELLED_TRACES), randomTraces())
  const holds = (change: (lines: TraceLine[]) => fc.Arbitrary<TraceLine[]>) =>
    fc.assert(
      fc.property(
        traces.chain(({ lines }) => fc.tuple(fc.constant(lines), change(lines))),
        ([lines, changed]) => assert.deepEqual(findingsOf(changed), findingsOf(lines)),
      ),
      { seed: SEED, numRuns: 300 },
    )

  it('with the order of the requests; nor does any figure', () =>
    fc.assert(
      fc.property(
        traces.chain(({ lines }) => fc.tuple(fc.constant(lines), shuffled(lines))),
        ([lines, changed]) => assert.deepEqual(analyseTrace(changed), analyseTrace(lines)),
      ),
      { seed: SEED, numRuns: 300 },
    ))

  it('with the requests of another operation among them', () =>
    holds((lines) =>
      traces.chain((other) => shuffled([...lines, ...other.lines.map((line) => renamed(line, OTHER))])),
    ))

  it('where a request is sent again', () =>
    holds((lines) => fc.constantFrom(...lines).map((line) => [...lines, { ...line, requestId: 'again' }])))

  it('with the order in which a request writes its statements down', () =>
    holds((lines) => eachLine(lines, (line) => shuffledByTime(line.statements))))

  it('with statements that have nothing to do with it', () =>
    holds((lines) =>
      eachLine(lines, (line) =>
        fc
          .array(unrelatedStatement(), { maxLength: 1 })
          .map((unrelated) => [...line.statements, ...unrelated]),
      ),
    ))

  it('with the name of the operation', () =>
    holds((lines) => fc.constant(lines.map((line) => renamed(line, 'Renamed')))))
})

const OTHER = 'Other'

function findingsOf(lines: TraceLine[]): Label[] {
  return sorted(
    analyseTrace(lines)
      .operations.filter(({ name }) => name !== OTHER)
      .flatMap(({ findings, patterns }) =>
        findings.map(({ kind, pattern, evidence }) => ({
          kind,
          statement: patterns.find((candidate) => candidate.pattern === pattern)?.name ?? pattern,
          path: evidence.parentPath,
        })),
      ),
  )
}

function sorted(labels: Label[]): Label[] {
  return labels.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

function shuffled<Item>(items: Item[]): fc.Arbitrary<Item[]> {
  return fc.shuffledSubarray(items, { minLength: items.length })
}

function renamed(line: TraceLine, operation: string): TraceLine {
  return line.origin === 'operation' ? { ...line, operation } : line
}

function eachLine(
  lines: TraceLine[],
  change: (line: TraceLine) => fc.Arbitrary<TracedStatement[]>,
): fc.Arbitrary<TraceLine[]> {
  return fc
    .tuple(...lines.map(change))
    .map((changed) => lines.map((line, index) => ({ ...line, statements: changed[index] ?? [] })))
}

/** Statements with the same start keep their order: nothing else shows which came first. */
function shuffledByTime(statements: TracedStatement[]): fc.Arbitrary<TracedStatement[]> {
  const byTime = [...Map.groupBy(statements, ({ startMs }) => startMs).values()]
  return shuffled(byTime).map((groups) => groups.flat())
}

/** Of another path, or without one and with no list for an answer. */
function unrelatedStatement(): fc.Arbitrary<TracedStatement> {
  const place = fc.oneof(
    fc.record({
      path: fc.constantFrom('me', 'settings.theme', 'doctorsOfTheDay'),
      rowCount: fc.integer({ min: 0, max: 12 }),
    }),
    fc.record({ path: fc.constant(null), rowCount: fc.integer({ min: 0, max: 1 }) }),
  )
  const statement = fc.record({
    text: fc.constantFrom('select now()', 'select * from audit where id = $1', 'nonsense'),
    parametersHash: fc.uuid(),
    startMs: fc.double({ min: 0, max: 60, noNaN: true }),
  })
  const unremarkable = { name: 'unrelated', durationMs: 1, loader: null, batchSize: null }
  return fc.tuple(statement, place).map(([sent, placed]) => ({ ...unremarkable, ...sent, ...placed }))
}
