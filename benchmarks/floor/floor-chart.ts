import { type Chart, type Drawing, nameColumn, numberColumn } from '../report/document/document.ts'
import { drawIntervalPlot, type IntervalRow } from '../report/drawing/interval-plot.ts'
import { pointMark } from '../report/drawing/marks.ts'
import type { RowGroup } from '../report/drawing/rows.ts'
import { scaleAround } from '../report/drawing/scales.ts'
import { COMPARED, OPERATION_TITLES } from '../targets/contenders/operations.ts'
import { type CostRatio, costRatio } from './cost-ratios.ts'
import type { FloorResult } from './floor-result.ts'

const FLOOR = 'floor'

interface DrawnCost {
  title: string
  isOurs: boolean
  ratio: CostRatio
}

/** What each server needs for each operation, in multiples of the floor, on one logarithmic axis. */
export function floorChart(result: FloorResult): Chart {
  const groups = costGroups(result)
  return {
    name: 'floor',
    title: 'CPU time of a server for one operation, in multiples of the floor',
    description:
      'CPU time of the process of each server for one operation, in multiples of that of a server written by hand over node:http and pg, with 95 % intervals over the rounds, on a logarithmic axis. Left is less. An arrow marks an interval that goes on beyond the axis.',
    caveat: null,
    draw: (width) =>
      drawCosts(
        groups.map(({ title, rows }) => ({ title, rows: rows.map(intervalRow) })),
        width,
      ),
    table: {
      caption: 'CPU time for one operation, in multiples of the floor',
      columns: [
        nameColumn('Operation'),
        nameColumn('Server'),
        numberColumn('× floor'),
        numberColumn('95 % interval'),
      ],
      rows: groups.flatMap(({ title, rows }) =>
        rows.map(({ title: server, ratio }) => [
          title ?? '',
          server,
          ratio.mean.toFixed(2),
          intervalText(ratio),
        ]),
      ),
    },
  }
}

/** The servers of each operation, the cheapest first. */
function costGroups(result: FloorResult): RowGroup<DrawnCost>[] {
  const { connections } = result.settings
  return COMPARED.map((operation) => ({
    title: OPERATION_TITLES[operation],
    rows: result.contenders
      .filter(({ name }) => name !== FLOOR)
      .flatMap(({ name, title }) => {
        const ratio = costRatio(result, { contender: name, operation, connections }, FLOOR)
        return ratio === undefined ? [] : [{ title, isOurs: name.startsWith('jadwal'), ratio }]
      })
      .toSorted((a, b) => a.ratio.mean - b.ratio.mean),
  })).filter(({ rows }) => rows.length > 0)
}

function drawCosts(groups: RowGroup<IntervalRow>[], width: number): Drawing {
  const means = groups.flatMap(({ rows }) => rows.map(({ value }) => value))
  const { marks, bottom } = drawIntervalPlot(groups, {
    ...{ top: 0, width },
    scaleFor: (span) => scaleAround(span, [1, ...means]),
    format: (ratio) => `${ratio} ×`,
  })
  return { width, height: bottom, marks }
}

function intervalRow({ title, isOurs, ratio }: DrawnCost): IntervalRow {
  const colour = isOurs ? 'better' : 'neutral'
  return {
    ...{ name: title, isBold: isOurs, value: ratio.mean, low: ratio.low, high: ratio.high, colour },
    figures: figuresOf(ratio),
    pointAt: (centre) => pointMark(isOurs ? 'diamond' : 'circle', centre, 9, { fill: colour }),
  }
}

function figuresOf(ratio: CostRatio): string {
  return `${ratio.mean.toFixed(2)} (${intervalText(ratio)})`
}

function intervalText({ low, high }: CostRatio): string {
  return `${low.toFixed(2)} to ${high.toFixed(2)}`
}
