import { wholeNumber } from '../../src/command.ts'
import { measureScale, type ScaleOptions } from '../scale/measure-scale.ts'
import { scaleDocument } from '../scale/scale-report.ts'
import { claimOutputFolder, publishReport } from './output/output-folder.ts'
import { runMeasuring } from './running/measuring-command.ts'

const SIZES = [15, 1_000, 100_000, 1_000_000]
const QUICK = { sizes: SIZES.slice(0, 3), operations: 1_000 }
const FULL = { sizes: SIZES, operations: 10_000 }
const MAX_QUICK_SIZE = Math.max(...QUICK.sizes)
const OUT = 'benchmarks/results/scale'

const HELP = `Measures each page of doctors in directories of several sizes, with the indexes and without: time in PostgreSQL,
buffers, plans, latency through the API, ways to count, and random operations in the largest.

  npm run bench:scale -- [options]

  --quick           up to 100,000 doctors and ${QUICK.operations} random operations: less than five minutes instead of about 15
  --sizes 15,1000   numbers of doctors, comma-separated, 15 to 1000000 (default ${FULL.sizes.join(',')})
  --operations N    random operations (default ${FULL.operations})
  --seed N          seed of the random operations (default 1)
  --out DIR         folder for the report (default ${OUT})
  --help            print this text

BENCH_DATABASE_URL is the URL of a PostgreSQL server on which databases can be created.
Without it, an embedded PostgreSQL is started for the run.`

await runMeasuring(
  {
    name: 'bench:scale',
    start: 'npm run bench:scale --',
    help: HELP,
    options: {
      quick: { type: 'boolean', default: false },
      sizes: { type: 'string' },
      operations: { type: 'string' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string', default: OUT },
    },
  },
  async ({ values }, measuring) => {
    const preset = values.quick ? QUICK : FULL
    const options: ScaleOptions = {
      sizes: values.sizes === undefined ? preset.sizes : sizesOf(values.sizes),
      operations: wholeNumber('--operations', values.operations ?? String(preset.operations), 1, 1_000_000),
      seed: wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
    }
    await using _claim = await claimOutputFolder(values.out)
    const duration =
      Math.max(...options.sizes) > MAX_QUICK_SIZE ? 'about 15 minutes' : 'less than five minutes'
    measuring.report(`directories of ${options.sizes.join(', ')} doctors: ${duration}`)
    const result = await measureScale(options, measuring)
    await publishReport(result, scaleDocument(result), values.out)
  },
)

function sizesOf(text: string): number[] {
  const sizes = text.split(',').map((part) => wholeNumber('--sizes', part.trim(), 15, 1_000_000))
  return [...new Set(sizes)].sort((a, b) => a - b)
}
