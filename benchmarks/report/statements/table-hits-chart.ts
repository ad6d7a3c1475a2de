import type { ScatterSeriesOption } from 'echarts'
import type { BenchmarkResult, ScenarioResult } from '../../result.ts'
import { type Chart, type Drawing, numbers, type Table, words } from '../document/document.ts'
import { code, formatCount, formatDecimal } from '../document/text.ts'
import { fits, LABEL, labelSize, labelWidthOf, rowAxis } from '../drawing/axes.ts'
import { STILL } from '../drawing/marks.ts'
import { LIGHT } from '../drawing/palette.ts'

const ROW = 40
const HEAD = 24
/** So that the number in a cell can be read on both grounds. */
const OPACITY = { least: 0.06, most: 0.6 }

/** How often each scenario touches each table: a heatmap of statements per request. */
export function tableHitsChart(result: BenchmarkResult): Chart {
  return {
    name: 'table-hits',
    title: 'Statements per request that touch each table',
    description:
      'How many statements of a request read or write each table, on average over all operations captured, by scenario. The stronger the colour, the more.',
    draw: (width) => draw(result, width),
    table: tableOf(result),
  }
}

function draw({ scenarios }: BenchmarkResult, width: number): Drawing {
  const tables = tableNames(scenarios)
  const labelWidth = labelWidthOf(tables, width)
  const cellWidth = (width - labelWidth) / scenarios.length
  const cells = scenarios.flatMap((scenario, x) =>
    tables.map((table, y) => ({ x, y, hits: hitsPerRequest(scenario, table) })),
  )
  const most = Math.max(...cells.map(({ hits }) => hits))
  const names = scenarios.map(({ name }) =>
    fits(name, cellWidth, width) ? name : name.replace(/-(?=[^-]*$)/, '-\n'),
  )
  const head = Math.max(...names.map((name) => name.split('\n').length)) * HEAD
  const series: ScatterSeriesOption = {
    ...STILL,
    type: 'scatter',
    symbol: 'rect',
    symbolSize: [cellWidth - 4, ROW - 4],
    label: {
      ...LABEL,
      show: true,
      opacity: 1,
      formatter: ({ dataIndex }) => formatDecimal(cells[dataIndex]?.hits ?? 0),
    },
    data: cells.map(({ x, y, hits }) => ({
      value: [x, y],
      itemStyle: { color: LIGHT.series3, opacity: opacityOf(hits, most) },
    })),
  }
  return {
    width,
    height: head + tables.length * ROW,
    option: {
      grid: { left: labelWidth, right: 0, top: head, bottom: 0 },
      xAxis: {
        type: 'category',
        position: 'top',
        data: names,
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: {
          ...LABEL,
          fontSize: labelSize(width),
          interval: 0,
          width: cellWidth,
          overflow: 'truncate',
        },
      },
      yAxis: rowAxis(tables, { chartWidth: width, labelWidth }),
      series,
    },
  }
}

function opacityOf(hits: number, most: number): number {
  return hits === 0 ? 0 : OPACITY.least + (OPACITY.most - OPACITY.least) * (hits / most)
}

/** Those that are touched most come first. */
function tableNames(scenarios: ScenarioResult[]): string[] {
  const hits = new Map<string, number>()
  for (const { tables } of scenarios) {
    for (const { table, reads, writes } of tables) hits.set(table, (hits.get(table) ?? 0) + reads + writes)
  }
  return [...hits]
    .toSorted(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1))
    .map(([name]) => name)
}

function hitsPerRequest(scenario: ScenarioResult, table: string): number {
  const { reads, writes } = hitsOf(scenario, table)
  const requests = capturedRequests(scenario)
  return requests === 0 ? 0 : (reads + writes) / requests
}

function hitsOf({ tables }: ScenarioResult, table: string): { reads: number; writes: number } {
  return tables.find((candidate) => candidate.table === table) ?? { reads: 0, writes: 0 }
}

function capturedRequests({ operations }: ScenarioResult): number {
  return operations.reduce((sum, { requests }) => sum + requests, 0)
}

function tableOf({ scenarios }: BenchmarkResult): Table {
  return {
    caption: 'Statements that read or write each table, over all requests captured',
    columns: [
      words('Table'),
      words('Scenario'),
      ...['Reads', 'Writes', 'Requests', 'Statements per request'].map(numbers),
    ],
    rows: tableNames(scenarios).flatMap((table) =>
      scenarios.map((scenario) => {
        const { reads, writes } = hitsOf(scenario, table)
        return [
          code(table),
          code(scenario.name),
          formatCount(reads),
          formatCount(writes),
          formatCount(capturedRequests(scenario)),
          formatDecimal(hitsPerRequest(scenario, table)),
        ]
      }),
    ),
  }
}
