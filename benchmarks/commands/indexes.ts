import { wholeNumber } from '../../src/command.ts'
import { indexDocument } from '../indexes/index-report.ts'
import { measureIndexes } from '../indexes/measure-indexes.ts'
import { claimOutputFolder, publishReport } from './output/output-folder.ts'
import { runMeasuring } from './running/measuring-command.ts'

const QUICK_DOCTORS = 100_000
const DOCTORS = 1_000_000
const OUT = 'benchmarks/results/indexes'

const HELP = `Measures what each index is worth: it is dropped, in a transaction that is rolled back, and all operations are
replayed without it. Its size, what it adds to writing, and a verdict; and other sets of indexes beside this one.

  npm run bench:indexes -- [options]

  --quick       ${QUICK_DOCTORS.toLocaleString('en-US')} doctors: less than five minutes
  --doctors N   doctors in the directory, 100000 to 1000000 (default ${DOCTORS})
  --out DIR     folder for the report (default ${OUT})
  --help        print this text

BENCH_DATABASE_URL is the URL of a PostgreSQL server on which databases can be created.
Without it, an embedded PostgreSQL is started for the run.`

await runMeasuring(
  {
    name: 'bench:indexes',
    start: 'npm run bench:indexes --',
    help: HELP,
    options: {
      quick: { type: 'boolean', default: false },
      doctors: { type: 'string' },
      out: { type: 'string', default: OUT },
    },
  },
  async ({ values }, measuring) => {
    const preset = String(values.quick ? QUICK_DOCTORS : DOCTORS)
    const doctors = wholeNumber('--doctors', values.doctors ?? preset, QUICK_DOCTORS, DOCTORS)
    await using _claim = await claimOutputFolder(values.out)
    const duration = doctors === QUICK_DOCTORS ? 'less than five minutes' : 'more than five minutes'
    measuring.report(`each index in turn, with ${doctors.toLocaleString('en-US')} doctors: ${duration}`)
    const result = await measureIndexes({ doctors }, measuring)
    await publishReport(result, indexDocument(result), values.out)
  },
)
