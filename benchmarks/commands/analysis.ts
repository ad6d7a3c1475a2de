import { parseArgs } from 'node:util'
import { type AnalysisCost, measureAnalysis } from '../scale/measure-analysis.ts'
import { interruptedBySignals } from './interruption.ts'

const QUICK_SHARE = 0.1

const HELP = `Measures what the analysis of large traces takes, and prints a table in Markdown: time, CPU time and memory.

  npm run bench:analysis -- [options]

  --quick   traces of a tenth of the size
  --help    prints this text`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  if (values.help) return console.log(HELP)
  console.log('| trace | time | CPU time | memory |\n| --- | ---: | ---: | ---: |')
  const costs = measureAnalysis(values.quick ? QUICK_SHARE : 1, interruptedBySignals())
  for await (const cost of costs) console.log(rowOf(cost))
}

function rowOf({ name, size, elapsedMs, cpuMs, maxMemoryBytes }: AnalysisCost): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
  const megabytes = `${Math.round(maxMemoryBytes / 1e6)} MB`
  return `| ${size.toLocaleString('en-GB')} ${name} | ${seconds(elapsedMs)} | ${seconds(cpuMs)} | ${megabytes} |`
}

await main().catch((error: unknown) => {
  // An error of parseArgs is about the command line: its first sentence says all.
  if (error instanceof TypeError) console.error(`${error.message.split('. ')[0]}; see --help`)
  else console.error(error)
  process.exitCode = 1
})
