import { parseArgs } from 'node:util'
import { measureTraceCost, type TraceCost, type Tracing } from '../run/trace-cost.ts'
import { interruptedBySignals } from './interruption.ts'

const HELP = `Measures what tracing costs: CPU time of the server for one operation, without tracing, with the
summary that is always recorded, and with whole traces written to a file. It takes three minutes or more.

  npm run bench:trace-cost

  --help   prints this text`

const TITLES: Record<Tracing, string> = {
  none: 'no tracing at all',
  summary: 'tracing off (the summary of each operation)',
  file: 'tracing on (TRACE_FILE)',
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } })
  if (values.help) return console.log(HELP)
  const interrupted = interruptedBySignals()
  for (const cost of await measureTraceCost(interrupted)) console.log(sentenceOf(cost))
}

function sentenceOf({ from, to, change, low, high, verdict }: TraceCost): string {
  const ratio = (value: number | null) => (value === null ? '?' : (1 + value).toFixed(3))
  return (
    `${TITLES[to]} against ${TITLES[from]}: ${ratio(change)} times the CPU time per operation ` +
    `(95 % interval ${ratio(low)} to ${ratio(high)}; ${verdict})`
  )
}

await main().catch((error: unknown) => {
  // An error of parseArgs is about the command line: its first sentence says all.
  if (error instanceof TypeError) console.error(`${error.message.split('. ')[0]}; see --help`)
  else console.error(error)
  process.exitCode = 1
})
