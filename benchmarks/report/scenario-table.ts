import { ALL_OPERATIONS, type BenchmarkResult, type Judgement, type ScenarioResult } from '../result.ts'
import { isEstimated } from './comparisons/estimated.ts'
import { nameColumn, numberColumn, type Table, textColumn } from './document/document.ts'
import { code, formatChange, formatChangeInterval, formatCount, formatMs } from './document/text.ts'
import { formatLoad } from './latency/loads.ts'

/** The scenarios, a line each, and the verdict of each against the one before it. */
export function scenarioTable(result: BenchmarkResult): Table {
  const latency = latencyColumns(result)
  return {
    caption: 'Scenarios, each compared with the one before',
    columns: [
      nameColumn('Scenario'),
      numberColumn('Statements, page of 10'),
      numberColumn('Server CPU per request (ms)'),
      ...latency.titles.map(numberColumn),
      textColumn('Against the one before'),
    ],
    rows: result.scenarios.map((scenario, index) => [
      code(scenario.name),
      scenario.timeline.length === 0 ? '–' : formatCount(scenario.timeline.length),
      milliseconds(serverCpuMs(scenario, result)),
      ...latency.of(scenario),
      verdictAgainst(result.scenarios[index - 1], scenario, result),
    ]),
  }
}

/**
 * Of one operation. Head to head measures it more precisely than the load does; a scenario that is in two pairs has the
 * figure of the pair in which it is the later one.
 */
function serverCpuMs({ name, server }: ScenarioResult, { headToHead }: BenchmarkResult): number | null {
  const cpuOf = (role: 'from' | 'to') =>
    headToHead
      .filter((pair) => pair[role] === name)
      .flatMap(({ differences }) => differences.filter(({ measure }) => measure === 'server CPU'))
      .map(({ fromMs, toMs }) => (role === 'from' ? fromMs : toMs))
  const [measured] = [...cpuOf('to'), ...cpuOf('from')]
  if (measured !== undefined) return measured
  return server === null || server.requests === 0 ? null : (server.cpuSeconds * 1000) / server.requests
}

interface LatencyColumns {
  titles: string[]
  of(scenario: ScenarioResult): string[]
}

/** Under the largest load that is valid for all scenarios, or else for any; head to head where there was no load. */
function latencyColumns({ scenarios, headToHead, settings }: BenchmarkResult): LatencyColumns {
  const users = settings.users.toSorted((a, b) => b - a)
  const isValidFor = (count: number) =>
    scenarios.every(({ validity }) => validity.some((each) => each.users === count && each.isValid))
  const chosen = users.find(isValidFor) ?? users[0]
  if (chosen === undefined) {
    return {
      titles: ['p50, one client (ms)', 'p95, one client (ms)'],
      of: ({ name }) => {
        const times = headToHead.findLast(({ to }) => to === name)?.serviceTimes.to
        const first = headToHead.find(({ from }) => from === name)?.serviceTimes.from
        const percentiles = (times ?? first)?.percentiles
        return [milliseconds(percentiles?.[50]), milliseconds(percentiles?.[95])]
      },
    }
  }
  const load = formatLoad(chosen, settings)
  return {
    titles: [`p50 ${load} (ms)`, `p95 ${load} (ms)`],
    of: ({ load: loads, validity }) => {
      const found = loads.find(
        ({ users: count, operation }) => count === chosen && operation === ALL_OPERATIONS,
      )
      const isValid = validity.some((each) => each.users === chosen && each.isValid)
      if (found === undefined) return ['–', '–']
      return [found.p50, found.p95].map((estimate) => {
        const text = 'needed' in estimate ? 'too few samples' : formatMs(estimate.value)
        return isValid ? text : `${text}, not valid`
      })
    },
  }
}

function verdictAgainst(
  previous: ScenarioResult | undefined,
  { name }: ScenarioResult,
  { headToHead, comparisons }: BenchmarkResult,
): string {
  if (previous === undefined) return '–'
  const isPair = ({ from, to }: { from: string; to: string }) => from === previous.name && to === name
  const service = headToHead
    .filter(isPair)
    .flatMap(({ differences }) => differences.filter(({ measure }) => measure === 'service time'))
  const medians = comparisons
    .filter(isPair)
    .filter(({ metric, operation }) => metric === 'p50' && operation === ALL_OPERATIONS)
    .toSorted((a, b) => b.users - a.users)
  const judged: Judgement | undefined = service[0] ?? medians.find(isEstimated) ?? medians[0]
  if (judged === undefined) return 'not compared'
  if (!isEstimated(judged)) return 'not compared: too few rounds'
  const { verdict, change, low, high } = judged
  return `${verdict}: ${formatChange(change)} (${formatChangeInterval(low, high)})`
}

function milliseconds(ms: number | null | undefined): string {
  return ms == null ? '–' : formatMs(ms)
}
