import type { BenchmarkResult, Machine, ServerFigures, Settings } from '../result.ts'
import { judge } from '../statistics/judge.ts'
import type { Scenario } from '../targets/scenarios.ts'
import type { CaptureResult } from './analyse-capture.ts'
import { loadResults, pairedComparisons } from './load-results.ts'
import type { VisitLoad } from './visits.ts'

/** Everything that the steps of a run measured. */
export interface MeasuredRun {
  /** ISO 8601. */
  startedAt: string
  durationSeconds: number
  /** The command line that starts the same run again. */
  command: string
  machine: Machine
  versions: Record<string, string>
  settings: Settings
  scenarios: readonly MeasuredScenario[]
  /** All visits of the load phase, of every scenario. */
  visits: readonly VisitLoad[]
}

export interface MeasuredScenario {
  scenario: Scenario
  capture: CaptureResult
  figures: ServerFigures | null
}

/** Builds the result of a run. It reads no clock and no file: the same measurements give the same result. */
export function buildResult({ scenarios, visits, ...run }: MeasuredRun): BenchmarkResult {
  const { confidence, equivalenceMargin, users } = run.settings
  const names = scenarios.map(({ scenario }) => scenario.name)
  return {
    version: 1,
    ...run,
    scenarios: scenarios.map(({ scenario: { name, variant, answersBy, indexes }, capture, figures }) => ({
      name,
      variant,
      answersBy,
      indexes,
      ...capture,
      load: loadResults(
        visits.filter(({ visit }) => visit.scenario === name),
        confidence,
      ),
      server: figures,
    })),
    comparisons: judge(pairedComparisons(names, visits, users), { margin: equivalenceMargin, confidence }),
  }
}
