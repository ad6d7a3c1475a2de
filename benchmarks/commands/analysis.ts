import { type AnalysisCost, measureAnalysis } from '../analysis-cost/measure-analysis.ts'
import { runMeasuring } from './running/measuring-command.ts'

const QUICK_SHARE = 0.1

const HELP = `Measures what the analysis of large traces takes, and prints a table in Markdown: time, CPU time and memory.

  npm run bench:analysis -- [options]

  --quick   traces of a tenth of the size: ten seconds instead of a minute
  --help    prints this text`

await runMeasuring(
  {
    name: 'bench:analysis',
    start: 'npm run bench:analysis --',
    help: HELP,
    options: { quick: { type: 'boolean', default: false } },
  },
  async ({ values }, { signal, report }) => {
    report(`writing and analysing large traces: about ${values.quick ? 'ten seconds' : 'a minute'}`)
    console.log('| trace | time | CPU time | memory |\n| --- | ---: | ---: | ---: |')
    for await (const cost of measureAnalysis(values.quick ? QUICK_SHARE : 1, signal)) console.log(rowOf(cost))
  },
)

function rowOf({ name, size, elapsedMs, cpuMs, maxMemoryBytes }: AnalysisCost): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
  const megabytes = `${Math.round(maxMemoryBytes / 1e6)} MB`
  return `| ${size.toLocaleString('en-GB')} ${name} | ${seconds(elapsedMs)} | ${seconds(cpuMs)} | ${megabytes} |`
}
