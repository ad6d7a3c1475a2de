import { parseArgs } from 'node:util'
import { measureScale, type ScaleOptions } from '../scale/measure-scale.ts'
import { scaleDocument } from '../scale/scale-report.ts'
import { textTables } from '../scale/text-tables.ts'
import { writeDocument } from '../scale/write-document.ts'
import { UsageError } from './bench-options.ts'

const SIZES = [15, 1_000, 100_000, 1_000_000]
const QUICK = { sizes: SIZES.slice(0, 3), operations: 1_000 }
const FULL = { sizes: SIZES, operations: 10_000 }
const OUT = 'benchmarks/results/scale'

const HELP = `Measures each page of doctors in directories of several sizes, with the indexes and without: time in PostgreSQL,
buffers, plans, latency through the API, ways to count, and random operations in the largest.

  npm run bench:scale -- [options]

  --quick           up to 100,000 doctors and ${QUICK.operations} random operations: less than five minutes
  --sizes 15,1000   numbers of doctors, comma-separated, 15 to 1000000 (default ${FULL.sizes.join(',')})
  --operations N    random operations (default ${FULL.operations})
  --seed N          seed of the random operations (default 1)
  --out DIR         folder for the report (default ${OUT})
  --help            prints this text

BENCH_DATABASE_URL is the URL of a PostgreSQL server on which databases can be created.
Without it, an embedded PostgreSQL is started for the run.`

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      sizes: { type: 'string' },
      operations: { type: 'string' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string', default: OUT },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(HELP)
  const preset = values.quick ? QUICK : FULL
  const options: ScaleOptions = {
    sizes: values.sizes === undefined ? preset.sizes : sizesOf(values.sizes),
    operations: wholeNumber('--operations', values.operations ?? String(preset.operations), 1),
    seed: wholeNumber('--seed', values.seed, 0),
  }
  const interruption = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => interruption.abort(new Error(`stopped by ${signal}`)))
  }
  const startMs = performance.now()
  const result = await measureScale(options, {
    serverUrl: process.env.BENCH_DATABASE_URL || undefined,
    command: ['npm run bench:scale --', ...args].join(' '),
    signal: interruption.signal,
    report: (what) =>
      console.error(`${((performance.now() - startMs) / 1000).toFixed(0).padStart(5)} s  ${what}`),
  })
  const document = scaleDocument(result)
  await writeDocument(result, document, values.out)
  console.log(textTables(document))
  console.log(`\nThe report is ${values.out}/report.html.`)
}

function sizesOf(text: string): number[] {
  const sizes = text.split(',').map((part) => wholeNumber('--sizes', part.trim(), 15, 1_000_000))
  return [...new Set(sizes)].sort((a, b) => a - b)
}

function wholeNumber(option: string, text: string, min: number, max = 2 ** 31 - 1): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new UsageError(`expected ${option} to be a whole number from ${min} to ${max}, got "${text}"`)
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof UsageError) console.error(`bench:scale: ${error.message} (see --help)`)
  // An error of parseArgs is about the command line: its first sentence says all.
  else if (error instanceof TypeError && 'code' in error)
    console.error(`bench:scale: ${error.message.split('. ')[0]} (see --help)`)
  else console.error(error)
  process.exitCode = 1
})
