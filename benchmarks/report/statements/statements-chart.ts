import type { BarSeriesOption } from 'echarts'
import type { BenchmarkResult, OperationResult } from '../../result.ts'
import { type Chart, type Drawing, nameColumn, numberColumn, type Table } from '../document/document.ts'
import { code, formatCount, formatDecimal } from '../document/text.ts'
import { LABEL, labelWidthOf, rowAxis, valueAxis } from '../drawing/axes.ts'
import { legendOf, STILL } from '../drawing/marks.ts'
import { seriesStyle } from '../drawing/palette.ts'

/** The page size at which scenarios are compared: the default of an operation that names none. */
export const FULL_PAGE_SIZE = 10
const BAR = 14
const GAP = 18

/** Bars by scenario: how many statements each operation sends per request. */
export function statementsChart(result: BenchmarkResult): Chart {
  const counts = statementCounts(result)
  return {
    name: 'statements',
    title: `Statements per request, for a page of ${FULL_PAGE_SIZE}`,
    description: `Statements that one request sends, by operation and scenario: for a page of ${FULL_PAGE_SIZE}, or the median where the operation has no pages. Lower is better.`,
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
  const { legend, height: top } = legendOf(
    scenarios.map(({ name }) => ({ name, icon: 'rect' })),
    width,
  )
  const labelWidth = labelWidthOf(operations, width)
  return {
    width,
    height: top + operations.length * (scenarios.length * BAR + GAP) + 24,
    option: {
      legend,
      grid: { left: labelWidth, right: 40, top, bottom: 24 },
      xAxis: valueAxis({ minInterval: 1 }),
      yAxis: rowAxis(operations, { chartWidth: width, labelWidth }),
      series: scenarios.map(
        ({ name, statements }, index): BarSeriesOption => ({
          ...STILL,
          type: 'bar',
          name,
          barWidth: BAR - 2,
          barGap: '17%',
          color: seriesStyle(index).color,
          label: {
            ...LABEL,
            show: true,
            position: 'right',
            formatter: ({ value }) => formatDecimal(Number(value)),
          },
          data: statements.map((count) => count ?? '-'),
        }),
      ),
    },
  }
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
