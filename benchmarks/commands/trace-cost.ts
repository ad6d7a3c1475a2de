import { measureTraceCost, type TraceCost, type Tracing } from '../run/trace-cost.ts'

const TITLES: Record<Tracing, string> = {
  none: 'no tracing at all',
  summary: 'tracing off (the summary of each operation)',
  file: 'tracing on (TRACE_FILE)',
}

function sentenceOf({ from, to, change, low, high, verdict }: TraceCost): string {
  const ratio = (value: number | null) => (value === null ? '?' : (1 + value).toFixed(3))
  return (
    `${TITLES[to]} against ${TITLES[from]}: ${ratio(change)} times the processor time per operation ` +
    `(95 % interval ${ratio(low)} to ${ratio(high)}; ${verdict})`
  )
}

for (const cost of await measureTraceCost()) console.log(sentenceOf(cost))
