import type { BenchmarkResult, Distribution } from '../../result.ts'
import { type Chart, type Drawing, nameColumn, numberColumn, type Table } from '../document/document.ts'
import { code, formatCount, formatMs } from '../document/text.ts'
import { AXIS_HEIGHT, valueAxis } from '../drawing/axis.ts'
import { legendOf } from '../drawing/legend.ts'
import { type Mark, pointMark } from '../drawing/marks.ts'
import { layOutRows } from '../drawing/rows.ts'
import { scaleAround } from '../drawing/scales.ts'
import { STRIP_HEIGHT, stripMarks } from '../drawing/strip.ts'

/** The service times of each pair that was measured head to head: a strip for each side. */
export function serviceTimeChart(result: BenchmarkResult): Chart {
  const pairs = serviceTimes(result)
  return {
    name: 'service-times',
    title: 'Service times, head to head',
    description:
      'Time from request to answer in ms as one client sees it, on a logarithmic scale. Each thin line is one percent of the requests; the median is marked above them. Differences are taken within pairs of requests, so that the strips may overlap where the comparison is clear.',
    caveat: null,
    draw: (width) => drawPairs(pairs, width),
    table: serviceTimeTable(pairs),
  }
}

export interface PairTimes {
  from: string
  to: string
  sides: SideTimes[]
}

interface SideTimes {
  scenario: string
  /** Of the scenario in the result. */
  index: number
  /** In ms. */
  distribution: Distribution
}

/** The distributions of both sides of each pair, in the order of the result. */
export function serviceTimes({
  headToHead,
  scenarios,
}: Pick<BenchmarkResult, 'headToHead' | 'scenarios'>): PairTimes[] {
  const indexOf = (scenario: string) =>
    Math.max(
      0,
      scenarios.findIndex(({ name }) => name === scenario),
    )
  return headToHead.map(({ from, to, serviceTimes: times }) => ({
    from,
    to,
    sides: [
      { scenario: from, index: indexOf(from), distribution: times.from },
      { scenario: to, index: indexOf(to), distribution: times.to },
    ],
  }))
}

function drawPairs(pairs: PairTimes[], width: number): Drawing {
  const legend = legendOf(
    [{ name: 'median', swatch: (centre) => [pointMark('circle', centre, 9, { fill: 'ink' })] }],
    width,
  )
  const layout = layOutRows(
    pairs.map(({ from, to, sides }) => ({ title: `${from} and ${to}`, rows: sides })),
    { width, top: legend.height, rowHeight: STRIP_HEIGHT, nameOf: ({ scenario }) => scenario },
  )
  const scale = scaleAround(
    { from: layout.left + 6, to: width - 6 },
    layout.rows.flatMap(({ row }) => row.distribution.percentiles),
  )
  return {
    width,
    height: layout.bottom + AXIS_HEIGHT,
    marks: [
      ...legend.marks,
      ...valueAxis(scale, { bands: layout.bands, width, format: (ms) => `${formatCount(ms)} ms` }),
      ...layout.marks,
      ...layout.rows.map(({ row: { scenario, index, distribution }, top }): Mark => {
        const median = percentileOf(distribution, 50)
        return {
          kind: 'group',
          title: `${scenario}: median ${formatMs(median)} ms, p95 ${formatMs(percentileOf(distribution, 95))} ms, ${formatCount(distribution.samples)} requests`,
          marks: stripMarks(
            distribution.percentiles,
            [{ value: median, low: median, high: median, isMedian: true }],
            { top, seriesIndex: index, scale },
          ),
        }
      }),
    ],
  }
}

function serviceTimeTable(pairs: PairTimes[]): Table {
  const shown = [5, 25, 50, 75, 90, 95, 99]
  return {
    caption: 'Service times in ms, head to head',
    columns: [
      nameColumn('Pair'),
      nameColumn('Scenario'),
      ...shown.map((percent) => numberColumn(`p${percent}`)),
      numberColumn('Requests'),
    ],
    rows: pairs.flatMap(({ from, to, sides }) =>
      sides.map(({ scenario, distribution }) => [
        `${code(from)} and ${code(to)}`,
        code(scenario),
        ...shown.map((percent) => formatMs(percentileOf(distribution, percent))),
        formatCount(distribution.samples),
      ]),
    ),
  }
}

function percentileOf({ percentiles }: Distribution, percent: number): number {
  return percentiles[percent] ?? 0
}
