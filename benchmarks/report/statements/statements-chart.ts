import type { BenchmarkResult, OperationResult } from '../../result.ts'
import { type Chart, type Drawing, nameColumn, numberColumn, type Table } from '../document/document.ts'
import { code, formatCount, formatDecimal } from '../document/text.ts'
import { AXIS_HEIGHT, valueAxis } from '../drawing/axis.ts'
import { legendOf } from '../drawing/legend.ts'
import { type Mark, seriesPoint } from '../drawing/marks.ts'
import { seriesStyle } from '../drawing/palette.ts'
import { layOutRows } from '../drawing/rows.ts'
import { greatest, linearScale, type Scale } from '../drawing/scales.ts'

/** The page size at which scenarios are compared: the default of an operation that names none. */
export const FULL_PAGE_SIZE = 10
const BAR = 12
const BETWEEN_BARS = 3
const GAP = 12
const NUMBERS = 44

/** Bars by scenario: how many statements each operation sends per request. */
export function statementsChart(result: BenchmarkResult): Chart {
  const counts = statementCounts(result)
  return {
    name: 'statements',
    title: `Statements per request, for a page of ${FULL_PAGE_SIZE}`,
    description: `Statements that one request sends, by operation and scenario: for a page of ${FULL_PAGE_SIZE}, or the median where the operation has no pages. Lower is better.`,
    caveat: null,
    draw: (width) => drawCounts(counts, width),
    table: statementsTable(result),
  }
}

export interface StatementCounts {
  /** All operations captured, in the order of the result. */
  operations: string[]
  /** Statements per request in the order of `operations`; null where the scenario lacks the operation. */
  scenarios: { name: string; statements: (number | null)[] }[]
}

/** Statements per request for a full page, or the median for an operation without pages. */
export function statementCounts({ scenarios }: BenchmarkResult): StatementCounts {
  const operations = [
    ...new Set(scenarios.flatMap((scenario) => scenario.operations.map(({ name }) => name))),
  ]
  return {
    operations,
    scenarios: scenarios.map((scenario) => ({
      name: scenario.name,
      statements: operations.map((name) => {
        const operation = scenario.operations.find((candidate) => candidate.name === name)
        return operation === undefined
          ? null
          : (statementsAt(FULL_PAGE_SIZE, operation) ?? operation.statementsPerRequest.median)
      }),
    })),
  }
}

function statementsAt(size: number, { statementsByPageSize }: OperationResult): number | undefined {
  return statementsByPageSize.find(({ pageSize }) => pageSize === size)?.statements
}

function drawCounts({ operations, scenarios }: StatementCounts, width: number): Drawing {
  const legend = legendOf(
    scenarios.map(({ name }, index) => ({
      name,
      swatch: (centre) => [seriesPoint(index, centre, 10)],
    })),
    width,
  )
  const barsHeight = scenarios.length * (BAR + BETWEEN_BARS)
  const layout = layOutRows([{ title: null, rows: operations.map((name, index) => ({ name, index })) }], {
    width,
    top: legend.height,
    rowHeight: barsHeight + GAP,
    nameOf: ({ name }) => name,
  })
  const counts = scenarios.flatMap(({ statements }) => statements.filter((count) => count !== null))
  const scale = linearScale(
    { from: layout.left + 14, to: width - NUMBERS },
    greatest([1, ...counts]),
    width < 500 ? 4 : 8,
  )
  return {
    width,
    height: layout.bottom + AXIS_HEIGHT,
    marks: [
      ...legend.marks,
      ...valueAxis(scale, { bands: layout.bands, width, format: formatDecimal }),
      ...layout.marks,
      ...layout.rows.flatMap(({ row, middle }) =>
        scenarios.flatMap(({ name, statements }, index): Mark[] => {
          const count = statements[row.index] ?? null
          if (count === null) return []
          const y = middle - barsHeight / 2 + index * (BAR + BETWEEN_BARS)
          const title = `${row.name}, ${name}: ${formatDecimal(count)} statements per request`
          return [{ kind: 'group', title, marks: barMarks(count, { index, left: layout.left, y, scale }) }]
        }),
      ),
    ],
  }
}

interface BarPlace {
  /** Of the scenario in the result. */
  index: number
  left: number
  y: number
  scale: Scale
}

/** A bar with the shape of its scenario before it and its number behind it. */
function barMarks(count: number, { index, left, y, scale }: BarPlace): Mark[] {
  const [start, end] = [scale.of(0), scale.of(count)]
  return [
    seriesPoint(index, { x: left + 6, y: y + BAR / 2 }, 7),
    { kind: 'rect', x: start, y, width: end - start, height: BAR, fill: seriesStyle(index).colour },
    { kind: 'text', x: end + 6, y: y + BAR - 2, text: formatDecimal(count), size: 12, colour: 'ink' },
  ]
}

function statementsTable({ scenarios }: BenchmarkResult): Table {
  const operations = scenarios.flatMap((scenario) => scenario.operations)
  const sizes = [
    ...new Set(operations.flatMap((each) => each.statementsByPageSize.map(({ pageSize }) => pageSize))),
  ].toSorted((a, b) => a - b)
  return {
    caption: 'Statements per request, over all captured requests and by page size',
    columns: [
      nameColumn('Scenario'),
      nameColumn('Operation'),
      ...sizes.map((size) => numberColumn(`Page of ${size}`)),
      ...['Min', 'Median', 'Max', 'Requests', 'Reads', 'Writes', 'Duplicates'].map(numberColumn),
    ],
    rows: scenarios.flatMap((scenario) =>
      scenario.operations.map((operation) => [
        code(scenario.name),
        code(operation.name),
        ...sizes.map((size) => {
          const statements = statementsAt(size, operation)
          return statements === undefined ? '–' : formatDecimal(statements)
        }),
        formatDecimal(operation.statementsPerRequest.min),
        formatDecimal(operation.statementsPerRequest.median),
        formatDecimal(operation.statementsPerRequest.max),
        formatCount(operation.requests),
        formatCount(operation.reads),
        formatCount(operation.writes),
        formatCount(operation.duplicates),
      ]),
    ),
  }
}
