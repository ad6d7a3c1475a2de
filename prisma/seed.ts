import { parseArgs } from 'node:util'
import { openDatabaseServer } from '../src/database/database-server.ts'
import { requireCurrentMigrations } from '../src/database/migrations.ts'
import { replaceDemoData } from '../src/demo-data/replace-demo-data.ts'
import { readEnvironment } from '../src/environment.ts'
import { reportFailure, StartupError } from '../src/startup-error.ts'

const MIN_DOCTORS = 15
const MAX_DOCTORS = 1_000_000
const DEFAULT_DOCTORS = 200

const HELP = `Fills the directory with invented doctors, replacing those of an earlier seed.

  npm run seed -- [--doctors N] [--force]

  --doctors N   number of doctors, ${MIN_DOCTORS} to ${MAX_DOCTORS}; the same N gives the same rows (default ${DEFAULT_DOCTORS})
  --force       also replace doctors and specializations that no seed created
  --help        show this text

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

function readOptions(): SeedOptions | undefined {
  const { doctors, force, help } = parseOptions()
  if (help) return undefined
  const count = Number(doctors)
  if (!/^\d+$/.test(doctors) || count < MIN_DOCTORS || count > MAX_DOCTORS) {
    throw new StartupError(`expected --doctors to be from ${MIN_DOCTORS} to ${MAX_DOCTORS}, got "${doctors}"`)
  }
  return { doctors: count, force }
}

function parseOptions() {
  try {
    return parseArgs({
      options: {
        doctors: { type: 'string', default: String(DEFAULT_DOCTORS) },
        force: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new StartupError(`${error instanceof Error ? error.message : error} (see npm run seed -- --help)`)
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

try {
  const options = readOptions()
  if (options === undefined) console.log(HELP)
  else await seed(options)
} catch (error) {
  reportFailure(error)
}
