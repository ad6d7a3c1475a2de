import type { BenchmarkResult, Machine, ScenarioResult, ServerFigures, Settings } from '../result.ts'
import { judge } from '../statistics/judge.ts'
import type { Scenario } from '../targets/scenarios.ts'
import { analyseTrace } from '../trace-analysis/analyse-trace.ts'
import type { TraceLine } from '../trace-analysis/formats/trace-line.ts'
import { capturedPageSize, isFullPageOfTen } from '../workload/capture-statements.ts'
import { loadResults, pairedComparisons, type VisitLoad } from './load-results.ts'

/** Everything that a run recorded, before any of it is interpreted. */
export interface RecordedRun {
  /** ISO 8601. */
  startedAt: string
  durationSeconds: number
  /** The command line that starts the same run again. */
  command: string
  machine: Machine
  versions: Record<string, string>
  settings: Settings
  scenarios: readonly RecordedScenario[]
  /** All visits of the load phase, of every scenario. */
  visits: readonly VisitLoad[]
}

export interface RecordedScenario {
  scenario: Scenario
  /** The trace of the capture, a line for each request. */
  traces: readonly TraceLine[]
  figures: ServerFigures | null
}

/** Turns recorded traces and samples into the result. It reads no clock and no file: the same record, the same result. */
export function buildResult(recorded: RecordedRun): BenchmarkResult {
  const { settings, visits, scenarios } = recorded
  const { confidence, equivalenceMargin, users } = settings
  const names = scenarios.map(({ scenario }) => scenario.name)
  return {
    version: 1,
    startedAt: recorded.startedAt,
    durationSeconds: recorded.durationSeconds,
    command: recorded.command,
    machine: recorded.machine,
    versions: recorded.versions,
    settings,
    scenarios: scenarios.map((scenario) => scenarioResult(scenario, visits, confidence)),
    comparisons: judge(pairedComparisons(names, visits, users), { margin: equivalenceMargin, confidence }),
  }
}

function scenarioResult(
  { scenario, traces, figures }: RecordedScenario,
  visits: readonly VisitLoad[],
  confidence: number,
): ScenarioResult {
  const { operations, tables } = analyseTrace([...traces], {
    pageSizeOf: ({ requestId }) => capturedPageSize(requestId),
  })
  return {
    name: scenario.name,
    answersBy: scenario.answersBy,
    indexes: scenario.indexes,
    operations,
    tables,
    load: loadResults(
      visits.filter(({ visit }) => visit.scenario === scenario.name),
      confidence,
    ),
    timeline: timelineOf(traces),
    server: figures,
  }
}

/** The statements of the median full page: neither the luckiest request nor one that hit a hiccup. */
function timelineOf(traces: readonly TraceLine[]): ScenarioResult['timeline'] {
  const pages = traces.filter(({ requestId }) => isFullPageOfTen(requestId))
  const median = pages.toSorted((a, b) => a.durationMs - b.durationMs)[Math.floor(pages.length / 2)]
  return (median?.statements ?? []).map(({ name, startMs, durationMs, path }) => ({
    name: name ?? 'unnamed',
    startMs,
    durationMs,
    path,
  }))
}
