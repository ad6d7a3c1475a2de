import type { BenchmarkResult, Distribution, HeadToHead } from '../../result.ts'
import { type Chart, type Drawing, nameColumn, numberColumn, type Table } from '../document/document.ts'
import { code, formatChange, formatCount } from '../document/text.ts'
import { AXIS_HEIGHT, valueAxis } from '../drawing/axis.ts'
import { legendOf } from '../drawing/legend.ts'
import { lineMark, type Mark, pointMark } from '../drawing/marks.ts'
import { layOutRows } from '../drawing/rows.ts'
import { greatest, least, logarithmicScale } from '../drawing/scales.ts'
import { STRIP_HEIGHT, stripMarks } from '../drawing/strip.ts'
import { RATIO_TICKS } from './forest-rows.ts'

/** The percent of pairs at either end that do not extend the scale: one pair may be disturbed a thousandfold. */
const END = 2
const SHOWN = [5, 25, 50, 75, 95]

/** How much single requests differ within their pairs: what a comparison has to see its difference in. */
export function pairRatioChart({ headToHead, scenarios }: BenchmarkResult): Chart {
  const indexOf = (name: string) => scenarios.findIndex((scenario) => scenario.name === name)
  return {
    name: 'pair-ratios',
    title: 'Differences within single pairs of requests',
    description: `Change in service time within each pair of requests, in percent, on a logarithmic axis. Each thin line is one percent of the pairs; the ${END} % at either end are drawn at the end of the axis. The median is marked above them. A single pair says little; a comparison is made of thousands.`,
    caveat: null,
    draw: (width) =>
      drawRatios(
        headToHead.map((pair) => ({ pair, index: Math.max(0, indexOf(pair.to)) })),
        width,
      ),
    table: ratioTable(headToHead),
  }
}

interface RatioRow {
  pair: HeadToHead
  /** Of the later scenario in the result. */
  index: number
}

function drawRatios(rows: RatioRow[], width: number): Drawing {
  const legend = legendOf(
    [{ name: 'median', swatch: (centre) => [pointMark('circle', centre, 9, { fill: 'ink' })] }],
    width,
  )
  const layout = layOutRows(
    rows.map((row) => ({ title: null, rows: [row] })),
    { width, top: legend.height, rowHeight: STRIP_HEIGHT, nameOf: ({ pair }) => nameOf(pair) },
  )
  const scale = logarithmicScale(
    { from: layout.left + 6, to: width - 6 },
    ratioRange(rows.map(({ pair }) => pair)),
  )
  const format = (ratio: number) => (ratio === 1 ? 'no change' : formatChange(ratio - 1))
  return {
    width,
    height: layout.bottom + AXIS_HEIGHT,
    marks: [
      ...legend.marks,
      ...valueAxis(scale, { bands: layout.bands, width, format, first: [1] }),
      ...layout.bands.map(({ top, bottom }) =>
        lineMark({ x: scale.of(1), y: top }, { x: scale.of(1), y: bottom }, { stroke: 'muted' }),
      ),
      ...layout.marks,
      ...layout.rows.map(({ row: { pair, index }, top }): Mark => {
        const median = ratioAt(pair.ratios, 50)
        const marked = [{ value: median, low: median, high: median, isMedian: true }]
        return {
          kind: 'group',
          title: `${nameOf(pair)}: median ${formatChange(median - 1)}, half of the pairs between ${formatChange(ratioAt(pair.ratios, 25) - 1)} and ${formatChange(ratioAt(pair.ratios, 75) - 1)}`,
          marks: stripMarks(pair.ratios.percentiles, marked, { top, seriesIndex: index, scale }),
        }
      }),
    ],
  }
}

function nameOf({ from, to }: HeadToHead): string {
  return `from ${from} to ${to}`
}

function ratioRange(pairs: HeadToHead[]) {
  const lows = pairs.map(({ ratios }) => ratioAt(ratios, END))
  const highs = pairs.map(({ ratios }) => ratioAt(ratios, 100 - END))
  const [min, max] = [least([0.95, ...lows]), greatest([1.05, ...highs])]
  return { min, max, ticks: RATIO_TICKS.filter((tick) => tick >= min && tick <= max) }
}

function ratioTable(headToHead: HeadToHead[]): Table {
  return {
    caption: 'Change in service time within pairs of requests',
    columns: [
      nameColumn('From'),
      nameColumn('To'),
      ...SHOWN.map((percent) => numberColumn(percent === 50 ? 'Median' : `p${percent}`)),
      numberColumn('Pairs'),
      numberColumn('Blocks'),
    ],
    rows: headToHead.map(({ from, to, ratios, blocks }) => [
      code(from),
      code(to),
      ...SHOWN.map((percent) => formatChange(ratioAt(ratios, percent) - 1)),
      formatCount(ratios.samples),
      formatCount(blocks),
    ]),
  }
}

function ratioAt({ percentiles }: Distribution, percent: number): number {
  return percentiles[percent] ?? 1
}
