import { relative } from 'node:path'
import { writeReport } from '../report/write-report.ts'
import { createProgress } from '../run/progress.ts'
import { runBenchmark } from '../run/run-benchmark.ts'
import { HELP, readOptions, UsageError } from './bench-options.ts'
import { interruptedBySignals } from './interruption.ts'

async function main(args: string[]): Promise<void> {
  const options = readOptions(args)
  if (options === undefined) {
    console.log(HELP)
    return
  }
  const interrupted = interruptedBySignals()
  // A closed terminal accepts no more output, and there is still something to clean up.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
  const progress = createProgress(process.stderr)
  const result = await runBenchmark(options, {
    progress,
    signal: interrupted,
    serverUrl: process.env.BENCH_DATABASE_URL || undefined,
    command: ['npm run bench --', ...args].join(' '),
  }).finally(() => progress.end())
  const files = await writeReport(result, options.outFolder)
  console.log(
    `\n${files.length} files in ${relative(process.cwd(), options.outFolder)}: open report.html first.`,
  )
}

await main(process.argv.slice(2)).catch((error) => {
  if (error instanceof UsageError) console.error(`bench: ${error.message} (see npm run bench -- --help)`)
  else console.error(error)
  process.exitCode = 1
})
