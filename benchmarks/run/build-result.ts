import type {
  BenchmarkResult,
  Checkout,
  MachineNoise,
  ResultHead,
  ServerFigures,
  Settings,
  StatementPlan,
} from '../result.ts'
import { judge } from '../statistics/judge.ts'
import type { Scenario } from '../targets/scenarios.ts'
import { articleTable } from './article-table.ts'
import type { CaptureResult } from './capture/analyse-capture.ts'
import { judgePairs, type MeasuredPair } from './head-to-head/judge-pairs.ts'
import { loadResults, pairedComparisons } from './load/load-results.ts'
import { loadValidity } from './load/load-validity.ts'
import type { VisitLoad } from './load/visit-load.ts'

/** Everything that the steps of a run measured. */
export interface MeasuredRun extends ResultHead {
  /** The command line that starts the same run again. */
  command: string
  checkout: Checkout | null
  machineNoise: MachineNoise
  versions: Record<string, string>
  settings: Settings
  scenarios: readonly MeasuredScenario[]
  /** All visits of the load phase, of every scenario. */
  visits: readonly VisitLoad[]
  /** All pairs of the head to head. */
  headToHead: readonly MeasuredPair[]
}

export interface MeasuredScenario {
  scenario: Scenario
  capture: CaptureResult
  plans: StatementPlan[]
  figures: ServerFigures | null
}

/** Builds the result of a run. It reads no clock and no file: the same measurements give the same result. */
export function buildResult({ scenarios, visits, headToHead, ...run }: MeasuredRun): BenchmarkResult {
  const { confidence, equivalenceMargin, users } = run.settings
  const names = scenarios.map(({ scenario }) => scenario.name)
  const strictness = { margin: equivalenceMargin, confidence }
  const pairMargin = run.settings.headToHead?.equivalenceMargin ?? equivalenceMargin
  const measured = {
    scenarios: scenarios.map(
      ({ scenario: { name, variant, answersBy, indexes, memory }, capture, plans, figures }) => {
        const own = visits.filter(({ visit }) => visit.scenario === name)
        return {
          ...{ name, variant, answersBy, indexes, memory, ...capture, plans },
          load: loadResults(own, confidence),
          validity: loadValidity(own),
          server: figures,
        }
      },
    ),
    headToHead: judgePairs(headToHead, { margin: pairMargin, confidence }),
    comparisons: judge(pairedComparisons(names, visits, users), strictness),
  }
  return { version: 2, ...run, ...measured, article: articleTable(measured) }
}
