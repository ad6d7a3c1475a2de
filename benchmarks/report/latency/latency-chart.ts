import type { BenchmarkResult, Distribution, Estimate } from '../../result.ts'
import { type Chart, type Drawing, nameColumn, numberColumn, type Table } from '../document/document.ts'
import { code, formatCount, formatDecimal, formatMs, plainText } from '../document/text.ts'
import { AXIS_HEIGHT, valueAxis } from '../drawing/axis.ts'
import { legendOf } from '../drawing/legend.ts'
import { hatchMark, lineMark, type Mark, pointMark } from '../drawing/marks.ts'
import { layOutRows, type PlacedRow } from '../drawing/rows.ts'
import { type Scale, scaleAround } from '../drawing/scales.ts'
import { STRIP_HEIGHT, stripMarks } from '../drawing/strip.ts'
import {
  formatEstimate,
  formatLoad,
  formatValidity,
  invalidLoadsText,
  loadedOperations,
  operationText,
} from './loads.ts'

/** The latencies under one load: a strip for each scenario, for all operations and for each. */
export function latencyChart(result: BenchmarkResult, users: number): Chart {
  const { settings } = result
  const groups = latencyGroups(result, users)
  return {
    name: `latency-${formatDecimal(users)}-users`,
    title: `Latency ${formatLoad(users, settings)}, by operation and scenario`,
    description: `Latency in ms ${formatLoad(users, settings)}, in valid rounds, on a logarithmic scale. Each thin line is one percent of the requests. Above them are the median (filled) and the 95th percentile (a line across), with ${formatDecimal(settings.confidence * 100)} % confidence intervals, where there are enough samples. Further left is faster.`,
    caveat: caveatOf(result, users),
    draw: (width) => drawLatencies(groups, width),
    table: latencyTable(result, users),
  }
}

function caveatOf(result: BenchmarkResult, users: number): string | null {
  const invalid = invalidLoadsText(result, [users])
  return (
    invalid &&
    `Not valid: ${invalid}. Too few rounds were measured on time. Do not rely on these latencies; they are not compared.`
  )
}

/** The strips of one operation. */
export interface LatencyGroup {
  operation: string
  /** One for each scenario that answered any. */
  strips: LatencyStrip[]
}

export interface LatencyStrip {
  operation: string
  scenario: string
  /** Of the scenario in the result. */
  index: number
  /** In ms. */
  distribution: Distribution
  p50: Estimate
  p95: Estimate
  isValid: boolean
}

/** The distributions under one load; operations that no scenario answered are left out. */
export function latencyGroups(result: Pick<BenchmarkResult, 'scenarios'>, users: number): LatencyGroup[] {
  return loadedOperations(result)
    .map((operation) => ({
      operation,
      strips: result.scenarios.flatMap(({ name, load, validity }, index) => {
        const found = load.find((each) => each.users === users && each.operation === operation)
        if (!found || found.distribution === null) return []
        const { distribution, p50, p95 } = found
        const isValid = validity.find((each) => each.users === users)?.isValid ?? false
        return [{ operation, scenario: name, index, distribution, p50, p95, isValid }]
      }),
    }))
    .filter(({ strips }) => strips.length > 0)
}

function drawLatencies(groups: LatencyGroup[], width: number): Drawing {
  const legend = legendOf(
    [
      { name: 'median', swatch: (centre) => [pointMark('circle', centre, 9, { fill: 'ink' })] },
      {
        name: 'p95',
        swatch: ({ x, y }) => [
          lineMark({ x, y: y - 6 }, { x, y: y + 6 }, { stroke: 'ink', strokeWidth: 2.5 }),
        ],
      },
      ...(groups.some(({ strips }) => strips.some(({ isValid }) => !isValid)) ? [INVALID] : []),
    ],
    width,
  )
  const layout = layOutRows(
    groups.map(({ operation, strips }) => ({ title: plainText(operationText(operation)), rows: strips })),
    { width, top: legend.height, rowHeight: STRIP_HEIGHT, nameOf: stripName },
  )
  const strips = groups.flatMap((group) => group.strips)
  const scale = scaleAround(
    { from: layout.left + 6, to: width - 6 },
    strips.flatMap(({ distribution }) => distribution.percentiles),
  )
  return {
    width,
    height: layout.bottom + AXIS_HEIGHT,
    marks: [
      ...legend.marks,
      ...(strips.length === 0
        ? []
        : valueAxis(scale, { bands: layout.bands, width, format: (ms) => `${formatCount(ms)} ms` })),
      ...layout.marks,
      ...layout.rows.map((placed) => rowMarks(placed, { left: layout.left, width, scale })),
    ],
  }
}

function stripName({ scenario, isValid }: LatencyStrip): string {
  return isValid ? scenario : `${scenario} (not valid)`
}

const INVALID = {
  name: 'not valid',
  swatch: ({ x, y }: { x: number; y: number }) => [
    hatchMark({ x: x - 8, y: y - 6, width: 16, height: 12 }, 'muted'),
  ],
}

interface RowPlace {
  left: number
  width: number
  scale: Scale
}

function rowMarks({ row, top, height }: PlacedRow<LatencyStrip>, { left, width, scale }: RowPlace): Mark {
  const { distribution, p50, p95, isValid, index } = row
  const marked = [p50, p95].flatMap((estimate) =>
    'needed' in estimate ? [] : [{ ...estimate, isMedian: estimate === p50 }],
  )
  return {
    kind: 'group',
    title: `${plainText(operationText(row.operation))}, ${stripName(row)}: median ${formatEstimate(p50, distribution.samples)}, p95 ${formatEstimate(p95, distribution.samples)} ms, ${formatCount(distribution.samples)} samples`,
    marks: [
      ...stripMarks(distribution.percentiles, marked, { top, seriesIndex: index, scale }),
      ...(isValid ? [] : [hatchMark({ x: left, y: top, width: width - left, height }, 'muted')]),
    ],
  }
}

/** The latencies under one load in ms, with the samples behind them; without what was never answered in a valid round. */
function latencyTable({ scenarios, settings }: BenchmarkResult, users: number): Table {
  return {
    caption: `Latency in ms ${formatLoad(users, settings)}, with ${formatDecimal(settings.confidence * 100)} % confidence intervals`,
    columns: [
      nameColumn('Operation'),
      nameColumn('Scenario'),
      ...['p50, corrected', 'p50, naive', 'p90', 'p95', 'p99', 'Max', 'Samples', 'Errors'].map(numberColumn),
    ],
    rows: loadedOperations({ scenarios }).flatMap((operation) =>
      scenarios.flatMap(({ name, load }) =>
        load
          .filter((each) => each.operation === operation && each.users === users)
          .filter(({ samples, errors }) => samples > 0 || errors > 0)
          .map((each) => [
            operationText(operation),
            code(name),
            formatEstimate(each.p50, each.samples),
            each.samples === 0 ? '–' : formatMs(each.naiveP50),
            formatEstimate(each.p90, each.samples),
            formatEstimate(each.p95, each.samples),
            formatEstimate(each.p99, each.samples),
            each.samples === 0 ? '–' : formatMs(each.max),
            formatCount(each.samples),
            formatCount(each.errors),
          ]),
      ),
    ),
  }
}

/** Whether each load can be relied on, and the visits that were spoiled. */
export function validityTable({ scenarios, settings }: BenchmarkResult): Table {
  return {
    caption: 'Whether each load was measured on time',
    columns: [
      nameColumn('Scenario'),
      numberColumn(settings.ratePerSecond === null ? 'Users' : 'Requests per second'),
      nameColumn('Verdict'),
      { title: 'Rounds, and how late the load generator was', kind: 'text' },
      { title: 'Spoiled visits', kind: 'text' },
    ],
    rows: scenarios.flatMap(({ name, validity }) =>
      validity.map((each) => [
        code(name),
        formatDecimal(settings.ratePerSecond ?? each.users),
        each.isValid ? 'valid' : 'not valid',
        formatValidity(each),
        each.spoiled.length === 0
          ? 'none'
          : each.spoiled
              .map(
                ({ round, reason, isRepeated }) =>
                  `round ${round}: ${reason}${isRepeated ? ' (repeated)' : ''}`,
              )
              .join('; '),
      ]),
    ),
  }
}
