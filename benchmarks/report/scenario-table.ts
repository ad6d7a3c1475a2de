import { ALL_OPERATIONS, type BenchmarkResult, type Judgement, type ScenarioResult } from '../result.ts'
import { isEstimated } from './comparisons/estimated.ts'
import { isOfCpu, leadingDifference, verdictWord } from './comparisons/leading-difference.ts'
import { nameColumn, numberColumn, type Table, textColumn } from './document/document.ts'
import { code, formatChange, formatChangeInterval, formatCount, formatMs } from './document/text.ts'
import { formatLoad } from './latency/loads.ts'
import { isFullPageCaptured } from './statements/statement-changes.ts'

/** The scenarios, a line each, with what was measured of them, and the verdict of each against the one before it. */
export function scenarioTable(result: BenchmarkResult): Table {
  const { scenarios, headToHead, comparisons } = result
  const isCompared = headToHead.length > 0 || comparisons.length > 0
  const columns = [statementsColumn, cpuColumn(result), ...latencyColumns(result)].filter(({ cellOf }) =>
    scenarios.some((scenario) => cellOf(scenario) !== NOT_MEASURED),
  )
  return {
    caption: isCompared ? 'Scenarios, each compared with the one before' : 'Scenarios',
    isStacked: true,
    columns: [
      nameColumn('Scenario'),
      ...columns.map(({ title }) => numberColumn(title)),
      ...(isCompared ? [textColumn('Against the one before')] : []),
    ],
    rows: scenarios.map((scenario, index) => [
      code(scenario.name),
      ...columns.map(({ cellOf }) => cellOf(scenario)),
      ...(isCompared ? [verdictAgainst(scenarios[index - 1], scenario, result)] : []),
    ]),
  }
}

/** In a cell without a figure. A column that has no other cells is left out. */
const NOT_MEASURED = '–'

/** A column whose figures were all measured in the same way: figures of different ways cannot be compared. */
interface MeasuredColumn {
  title: string
  cellOf(scenario: ScenarioResult): string
}

const statementsColumn: MeasuredColumn = {
  title: 'Statements, page of 10',
  cellOf: (scenario) => (isFullPageCaptured(scenario) ? formatCount(scenario.timeline.length) : NOT_MEASURED),
}

/**
 * Of one operation. Head to head measures it more precisely than the load does, but not always for all scenarios. A
 * scenario that is in two pairs has the figure of the pair in which it is the later one.
 */
function cpuColumn({ scenarios, headToHead }: BenchmarkResult): MeasuredColumn {
  const pairedMs = (name: string) => {
    const cpuOf = (role: 'from' | 'to') =>
      headToHead
        .filter((pair) => pair[role] === name)
        .flatMap(({ differences }) => differences.filter(({ measure }) => measure === 'server CPU'))
        .map(({ fromMs, toMs }) => (role === 'from' ? fromMs : toMs))
    return [...cpuOf('to'), ...cpuOf('from')][0]
  }
  const loadedMs = ({ server }: ScenarioResult) =>
    server === null || server.requests === 0 ? undefined : (server.cpuSeconds * 1000) / server.requests
  const isPaired = scenarios.every(({ name }) => pairedMs(name) !== undefined)
  const isLoaded = scenarios.every(
    (scenario) => loadedMs(scenario) !== undefined && scenario.validity.every(({ isValid }) => isValid),
  )
  return isPaired || !isLoaded
    ? {
        title: 'Server CPU, head to head (ms)',
        cellOf: ({ name }) => milliseconds(pairedMs(name)),
      }
    : {
        title: 'Server CPU per request, under load (ms)',
        cellOf: (scenario) => milliseconds(loadedMs(scenario)),
      }
}

/** Under the largest load that is valid for all scenarios, or else under the largest; head to head where there was no load. */
function latencyColumns({ scenarios, headToHead, settings }: BenchmarkResult): MeasuredColumn[] {
  const users = settings.users.toSorted((a, b) => b - a)
  const isValidFor = (count: number) => scenarios.every((scenario) => isValidUnder(scenario, count))
  const chosen = users.find(isValidFor) ?? users[0]
  return (['p50', 'p95'] as const).map((percentile): MeasuredColumn => {
    if (chosen === undefined) {
      return {
        title: `${percentile}, one client (ms)`,
        cellOf: ({ name }) => {
          const later = headToHead.findLast(({ to }) => to === name)?.serviceTimes.to
          const earlier = headToHead.find(({ from }) => from === name)?.serviceTimes.from
          return milliseconds((later ?? earlier)?.percentiles[Number(percentile.slice(1))])
        },
      }
    }
    return {
      title: `${percentile} ${formatLoad(chosen, settings)} (ms)`,
      cellOf: (scenario) => {
        const found = scenario.load.find(
          ({ users: count, operation }) => count === chosen && operation === ALL_OPERATIONS,
        )
        if (found === undefined) return NOT_MEASURED
        if (!isValidUnder(scenario, chosen)) return 'not valid'
        const estimate = found[percentile]
        return 'needed' in estimate ? 'too few samples' : formatMs(estimate.value)
      },
    }
  })
}

function isValidUnder({ validity }: ScenarioResult, users: number): boolean {
  return validity.some((each) => each.users === users && each.isValid)
}

function verdictAgainst(
  previous: ScenarioResult | undefined,
  { name }: ScenarioResult,
  { headToHead, comparisons }: BenchmarkResult,
): string {
  if (previous === undefined) return NOT_MEASURED
  const isPair = ({ from, to }: { from: string; to: string }) => from === previous.name && to === name
  const pair = headToHead.find(isPair)
  const difference = pair && leadingDifference(pair)
  if (difference !== undefined) return judgementText(difference, { isCpu: isOfCpu(difference) })
  const medians = comparisons
    .filter(isPair)
    .filter(({ metric, operation }) => metric === 'p50' && operation === ALL_OPERATIONS)
    .toSorted((a, b) => b.users - a.users)
  const median = medians.find(isEstimated) ?? medians[0]
  return median === undefined ? 'not compared' : judgementText(median, { isCpu: false })
}

function judgementText(judgement: Judgement, { isCpu }: { isCpu: boolean }): string {
  if (!isEstimated(judgement)) return 'not compared: too few rounds'
  const { change, low, high } = judgement
  return `${verdictWord(judgement, { isCpu })}: ${formatChange(change)} (${formatChangeInterval(low, high)})`
}

function milliseconds(ms: number | undefined): string {
  return ms === undefined ? NOT_MEASURED : formatMs(ms)
}
