import { runCommand, wholeNumber } from '../src/command.ts'
import { openDatabaseServer } from '../src/database/set-up/database-server.ts'
import { requireCurrentMigrations } from '../src/database/set-up/migrations.ts'
import { replaceDemoData } from '../src/demo-data/replace-demo-data.ts'
import { readEnvironment } from '../src/environment.ts'

const MIN_DOCTORS = 15
const MAX_DOCTORS = 1_000_000
const DEFAULT_DOCTORS = 200

const HELP = `Fills the directory with invented doctors, replacing those of an earlier seed.

  npm run seed -- [--doctors N] [--force]

  --doctors N   number of doctors, ${MIN_DOCTORS} to ${MAX_DOCTORS}; the same N gives the same rows (default ${DEFAULT_DOCTORS})
  --force       also replace doctors and specializations that no seed created
  --help        print this text

Without DATABASE_URL, the embedded PostgreSQL is filled.`

interface SeedOptions {
  doctors: number
  force: boolean
}

async function seed({ doctors, force }: SeedOptions): Promise<void> {
  const server = await openDatabaseServer(readEnvironment())
  try {
    await requireCurrentMigrations(server.ownerUrl)
    console.log(`Seeding ${doctors} doctors into the ${server.description}.`)
    const startMs = performance.now()
    await replaceDemoData({ url: server.ownerUrl, doctors, force, onProgress: createProgress() })
    console.log(`Done in ${((performance.now() - startMs) / 1000).toFixed(1)} s.`)
  } finally {
    await server.close()
  }
}

/** A line that is updated in place on a terminal; elsewhere a line for every 10 %. */
function createProgress(): (done: number) => void {
  let shown = 0
  return (done) => {
    const percent = Math.floor(done * 100)
    if (process.stdout.isTTY) {
      if (percent === shown) return
      process.stdout.write(`\r  ${String(percent).padStart(3)} %${done === 1 ? '\n' : ''}`)
      shown = percent
    } else if (Math.floor(percent / 10) > Math.floor(shown / 10)) {
      console.log(`  ${percent} %`)
      shown = percent
    }
  }
}

await runCommand(
  {
    name: 'jadwal',
    start: 'npm run seed --',
    help: HELP,
    options: {
      doctors: { type: 'string', default: String(DEFAULT_DOCTORS) },
      force: { type: 'boolean', default: false },
    },
  },
  ({ values: { doctors, force } }) =>
    seed({ doctors: wholeNumber('--doctors', doctors, MIN_DOCTORS, MAX_DOCTORS), force }),
)
