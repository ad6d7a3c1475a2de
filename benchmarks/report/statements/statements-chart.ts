import type { BarSeriesOption } from 'echarts'
import type { BenchmarkResult, OperationResult } from '../../result.ts'
import { type Chart, type Drawing, numbers, type Table, words } from '../document/document.ts'
import { code, formatCount, formatDecimal } from '../document/text.ts'
import { LABEL, labelWidthOf, rowAxis, valueAxis } from '../drawing/axes.ts'
import { legendOf, STILL } from '../drawing/marks.ts'
import { seriesStyle } from '../drawing/palette.ts'

/** The page that scenarios are compared by: that of an operation which asks for no size. */
const FULL_PAGE = 10
const BAR = 14
const GAP = 18

/** How many statements each operation sends per request: bars by scenario. */
export function statementsChart(result: BenchmarkResult): Chart {
  return {
    name: 'statements',
    title: `Statements per request, for a page of ${FULL_PAGE}`,
    description: `Statements that one request sends, by operation and scenario: for a page of ${FULL_PAGE} where the operation has pages, else the median. Shorter is better.`,
    draw: (width) => draw(result, width),
    table: tableOf(result),
  }
}

function draw(result: BenchmarkResult, width: number): Drawing {
  const { scenarios } = result
  const operations = capturedOperations(result)
  const { legend, height: top } = legendOf(
    scenarios.map(({ name }) => ({ name, icon: 'rect' })),
    width,
  )
  const labelWidth = labelWidthOf(operations, width)
  const height = top + operations.length * (scenarios.length * BAR + GAP) + 24
  const series = scenarios.map(
    ({ name, operations: measured }, index): BarSeriesOption => ({
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
      data: operations.map((operation) => {
        const found = measured.find((candidate) => candidate.name === operation)
        return found === undefined ? '-' : statementsForPage(found)
      }),
    }),
  )
  return {
    width,
    height,
    option: {
      legend,
      grid: { left: labelWidth, right: 40, top, bottom: 24 },
      xAxis: valueAxis({ minInterval: 1 }),
      yAxis: rowAxis(operations, { chartWidth: width, labelWidth }),
      series,
    },
  }
}

/** The names of all operations that were captured, in the order of the result. */
function capturedOperations({ scenarios }: BenchmarkResult): string[] {
  return [...new Set(scenarios.flatMap(({ operations }) => operations.map(({ name }) => name)))]
}

function statementsForPage({ statementsByPageSize, statementsPerRequest }: OperationResult): number {
  const page = statementsByPageSize.find(({ pageSize }) => pageSize === FULL_PAGE)
  return page?.statements ?? statementsPerRequest.median
}

function tableOf({ scenarios }: BenchmarkResult): Table {
  const operations = scenarios.flatMap((scenario) => scenario.operations)
  const sizes = [
    ...new Set(operations.flatMap((each) => each.statementsByPageSize.map(({ pageSize }) => pageSize))),
  ].toSorted((a, b) => a - b)
  return {
    caption: 'Statements per request, over all that was captured and by page size',
    columns: [
      words('Scenario'),
      words('Operation'),
      ...sizes.map((size) => numbers(`Page of ${size}`)),
      ...['Least', 'Median', 'Most', 'Requests', 'Reads', 'Writes', 'Duplicates'].map(numbers),
    ],
    rows: scenarios.flatMap((scenario) =>
      scenario.operations.map((operation) => [
        code(scenario.name),
        code(operation.name),
        ...sizes.map((size) => {
          const page = operation.statementsByPageSize.find(({ pageSize }) => pageSize === size)
          return page === undefined ? '–' : formatDecimal(page.statements)
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
