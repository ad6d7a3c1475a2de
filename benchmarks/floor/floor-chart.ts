import { type Chart, type Drawing, nameColumn, numberColumn } from '../report/document/document.ts'
import { AXIS_HEIGHT, valueAxis } from '../report/drawing/axis.ts'
import { arrowMark, lineMark, type Mark, pointMark } from '../report/drawing/marks.ts'
import { layOutRows, type RowGroup } from '../report/drawing/rows.ts'
import { greatest, type Scale, scaleAround } from '../report/drawing/scales.ts'
import { textWidth } from '../report/drawing/text-width.ts'
import { COMPARED, OPERATION_TITLES } from '../targets/contenders/operations.ts'
import { type CostRatio, costRatio } from './cost-ratios.ts'
import type { FloorResult } from './floor-result.ts'

const FLOOR = 'floor'
const ROW = 22
const CAP = 4
const FIGURES = { size: 12 }

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
    draw: (width) => drawCosts(groups, width),
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

function drawCosts(groups: RowGroup<DrawnCost>[], width: number): Drawing {
  const rows = groups.flatMap((group) => group.rows)
  const figuresWidth = greatest([0, ...rows.map((row) => textWidth(figuresOf(row), FIGURES))])
  const isNarrow = width < 560
  const figuresHeight = isNarrow ? 16 : 0
  const layout = layOutRows(groups, {
    width,
    top: 0,
    rowHeight: ROW + figuresHeight,
    nameOf: ({ title }) => title,
    isBold: ({ isOurs }) => isOurs,
    maxShare: isNarrow ? 0 : 0.42,
  })
  const scale = scaleAround({ from: layout.left + 8, to: isNarrow ? width - 8 : width - figuresWidth - 16 }, [
    1,
    ...rows.map(({ ratio }) => ratio.mean),
  ])
  const floorX = scale.of(1)
  return {
    width,
    height: layout.bottom + AXIS_HEIGHT,
    marks: [
      ...valueAxis(scale, { bands: layout.bands, width, format: (ratio) => `${ratio} ×`, first: [1] }),
      ...layout.bands.map(({ top, bottom }) =>
        lineMark({ x: floorX, y: top }, { x: floorX, y: bottom }, { stroke: 'muted' }),
      ),
      ...layout.marks,
      ...layout.rows.flatMap(({ row, top, middle }): Mark[] => [
        costMark(row, middle + figuresHeight / 2, scale),
        {
          kind: 'text',
          x: width,
          y: isNarrow ? top + 12 : middle + 4.3,
          text: figuresOf(row),
          ...FIGURES,
          colour: 'ink',
          anchor: 'end',
        },
      ]),
    ],
  }
}

function costMark({ title, isOurs, ratio }: DrawnCost, y: number, scale: Scale): Mark {
  const colour = isOurs ? 'better' : 'neutral'
  const line = { stroke: colour, strokeWidth: 1.5 } as const
  const [low, high] = [scale.of(ratio.low), scale.of(ratio.high)]
  const end = (x: number, direction: 'left' | 'right', isBeyond: boolean) =>
    isBeyond ? arrowMark({ x, y }, direction, colour) : lineMark({ x, y: y - CAP }, { x, y: y + CAP }, line)
  return {
    kind: 'group',
    title: `${title}: ${ratio.mean.toFixed(2)} times the floor (${intervalText(ratio)})`,
    marks: [
      lineMark({ x: low, y }, { x: high, y }, line),
      end(low, 'left', ratio.low < scale.min),
      end(high, 'right', ratio.high > scale.max),
      pointMark(isOurs ? 'diamond' : 'circle', { x: scale.of(ratio.mean), y }, 9, { fill: colour }),
    ],
  }
}

function figuresOf({ ratio }: DrawnCost): string {
  return `${ratio.mean.toFixed(2)} (${intervalText(ratio)})`
}

function intervalText({ low, high }: CostRatio): string {
  return `${low.toFixed(2)} to ${high.toFixed(2)}`
}
