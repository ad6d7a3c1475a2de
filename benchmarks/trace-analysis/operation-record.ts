import type { OperationResult } from './analysis.ts'
import { createDistribution, type Distribution } from './distribution.ts'
import { createCountPairFinder } from './findings/count-pair.ts'
import { DEGREES, type Degree, type Finding, KINDS } from './findings/finding.ts'
import { createNPlusOneFinder } from './findings/n-plus-one/n-plus-one.ts'
import { createRepeatedFinder } from './findings/repeated.ts'
import type { ExaminedRequest } from './findings/repetition.ts'
import { createPatternFigures } from './pattern-figures.ts'
import type { ParsedRequest } from './requests/parsed-request.ts'

/** What is kept of the requests of one operation: bounded, however many these are. */
export interface OperationRecord {
  /** @param pageSize undefined where it is not known. */
  add(examined: ExaminedRequest, pageSize: number | undefined): void
  /** Its figures, and its findings of at least this degree. */
  result(min: Degree): OperationResult & { findingsBelow: number }
}

export function createOperationRecord(name: string): OperationRecord {
  const counts = createDistribution()
  const countsByPageSize = new Map<number, Distribution>()
  const patterns = createPatternFigures()
  const finders = [createNPlusOneFinder(), createRepeatedFinder(), createCountPairFinder()]
  const totals = { reads: 0, writes: 0, duplicates: 0 }
  return {
    add(examined, pageSize) {
      const { request } = examined
      const statements = request.executions.length
      counts.add(statements)
      if (pageSize !== undefined) {
        const sized = countsByPageSize.get(pageSize) ?? createDistribution()
        countsByPageSize.set(pageSize, sized)
        sized.add(statements)
      }
      addTotals(totals, request)
      patterns.add(request)
      for (const finder of finders) finder.add(examined)
    },
    result(min) {
      const results = patterns.results()
      const findings = finders
        .flatMap((finder) => finder.findings(results))
        .map((finding) => ({ ...finding, totalMs: Number(finding.totalMs.toFixed(3)) }))
        .toSorted(byKindAndPattern)
      const counted = findings.filter(({ degree }) => DEGREES.indexOf(degree) <= DEGREES.indexOf(min))
      return {
        name,
        requests: counts.count,
        statementsPerRequest: { min: counts.min, median: counts.percentile(0.5), max: counts.max },
        statementsByPageSize: [...countsByPageSize]
          .map(([pageSize, sized]) => ({ pageSize, statements: sized.percentile(0.5) }))
          .toSorted((a, b) => a.pageSize - b.pageSize),
        statements: counts.sum,
        ...totals,
        patterns: [...results.values()],
        findings: counted,
        findingsBelow: findings.length - counted.length,
      }
    },
  }
}

/** A statement that writes is a write, whatever it reads; one that touches no table is neither. */
function addTotals(
  totals: { reads: number; writes: number; duplicates: number },
  { executions }: ParsedRequest,
): void {
  for (const { parsed } of executions) {
    if (parsed.tables.some(({ access }) => access === 'write')) totals.writes += 1
    else if (parsed.tables.length > 0) totals.reads += 1
  }
  totals.duplicates += executions.length - new Set(executions.map(({ parsed }) => parsed.key)).size
}

function byKindAndPattern(a: Finding, b: Finding): number {
  const rank = ({ kind, pattern, evidence }: Finding) =>
    `${KINDS.indexOf(kind)} ${pattern} ${evidence.parentPath ?? ''}`
  return rank(a) < rank(b) ? -1 : 1
}
