import { measureTraceCost, type TraceCost, type Tracing } from '../run/trace-cost.ts'
import { runMeasuring } from './running/measuring-command.ts'

const HELP = `Measures what tracing costs: CPU time of the server for one operation, without tracing, with the
summary that is always recorded, and with whole traces written to a file. It takes about three minutes, more on a busy machine.

  npm run bench:trace-cost

  --help   print this text

BENCH_DATABASE_URL is the URL of a PostgreSQL server on which databases can be created.
Without it, an embedded PostgreSQL is started for the run.`

const TITLES: Record<Tracing, string> = {
  none: 'no tracing at all',
  summary: 'tracing off (the summary of each operation)',
  file: 'tracing on (TRACE_FILE)',
}

function sentenceOf({ from, to, change, low, high, verdict }: TraceCost): string {
  const ratio = (value: number | null) => (value === null ? '?' : (1 + value).toFixed(3))
  return (
    `${TITLES[to]} against ${TITLES[from]}: ${ratio(change)} times the CPU time per operation ` +
    `(95 % interval ${ratio(low)} to ${ratio(high)}; ${verdict})`
  )
}

await runMeasuring(
  { name: 'bench:trace-cost', start: 'npm run bench:trace-cost --', help: HELP, options: {} },
  async (_, measuring) => {
    measuring.report('three ways of tracing in twelve rounds: about three minutes')
    for (const cost of await measureTraceCost(measuring)) console.log(sentenceOf(cost))
  },
)
