import type { Chart } from '../../../benchmarks/report/document/document.ts'
import type { Json } from '../json.ts'

/** The series that a chart passes to ECharts, as plain data. */
export function seriesOf(chart: Chart): Json[] {
  return JSON.parse(JSON.stringify(chart.draw(860).option.series))
}
