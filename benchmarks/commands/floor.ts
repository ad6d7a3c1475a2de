import { wholeNumber } from '../../src/command.ts'
import { floorDocument } from '../floor/floor-report.ts'
import { measureFloor } from '../floor/measure-floor.ts'
import type { Contender } from '../targets/contenders/contender.ts'
import {
  articleContenders,
  FLOOR,
  PEERS,
  PIPELINED_FLOOR,
  THIS_SERVER,
} from '../targets/contenders/contenders.ts'
import { ARTICLE_PACKAGES, findPython } from '../targets/contenders/find-python.ts'
import { installPeers } from '../targets/contenders/install-peers.ts'
import { claimOutputFolder, publishReport } from './output/output-folder.ts'
import { runMeasuring } from './running/measuring-command.ts'

const OUT = 'benchmarks/results/floor'
const GROWTH_AT = [10_000, 20_000, 50_000, 100_000, 150_000, 200_000]

const QUICK = { rounds: 4, warmUp: 4_000, requests: 2_000, otherConnections: [], growthAt: [] }
const FULL = { rounds: 12, warmUp: 12_000, requests: 3_000, otherConnections: [1, 50], growthAt: GROWTH_AT }
/** On two cores. */
const FULL_MINUTES = 35

const HELP = `Measures the CPU time of this server for one operation, beside a server written by hand over node:http and pg that
sends the same statements (the floor), and beside other servers of the same data.

  npm run bench:floor -- [options]

  --quick            ${QUICK.rounds} rounds instead of ${FULL.rounds}, one number of connections, no memory over ${GROWTH_AT.at(-1)} operations:
                     less than five minutes; without it about 35
  --rounds N         rounds, 2 to 100
  --connections N    keep-alive connections, each with one request at a time (10)
  --doctors N        doctors in the directory (1000)
  --no-peers         only this server and the floors; nothing is installed
  --seed N           seed of the order of visits (default 1)
  --out DIR          folder for the report (default ${OUT})
  --help             print this text

The peers (mercurius, PostGraphile) are installed with npm when they are first needed. The article's stack takes part where
its Debian packages are installed: ${ARTICLE_PACKAGES.join(' ')}. All answer the same values before anything is
measured. A run needs Linux, which counts the CPU time of processes.

BENCH_DATABASE_URL is the URL of a PostgreSQL server on which databases can be created.
Without it, an embedded PostgreSQL is started for the run.`

interface Others {
  contenders: Contender[]
  leftOut: string[]
}

const NO_OTHERS: Others = { contenders: [], leftOut: ['Other servers are left out: --no-peers.'] }

await runMeasuring(
  {
    name: 'bench:floor',
    start: 'npm run bench:floor --',
    help: HELP,
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      connections: { type: 'string', default: '10' },
      doctors: { type: 'string', default: '1000' },
      'no-peers': { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      out: { type: 'string', default: OUT },
    },
  },
  async ({ values }, measuring) => {
    const { report } = measuring
    const preset = values.quick ? QUICK : FULL
    const settings = {
      ...preset,
      rounds: wholeNumber('--rounds', values.rounds ?? String(preset.rounds), 2, 100),
      connections: wholeNumber('--connections', values.connections, 1, 1000),
      doctors: wholeNumber('--doctors', values.doctors, 15, 1_000_000),
      seed: wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
    }
    await using _claim = await claimOutputFolder(values.out)
    report(`${settings.rounds} rounds of visits: ${durationOf(values.quick, settings.rounds)}`)
    const others = values['no-peers'] ? NO_OTHERS : await findOthers(report)
    const result = await measureFloor(
      {
        ...settings,
        otherConnections: settings.otherConnections.filter((count) => count !== settings.connections),
        contenders: [FLOOR, PIPELINED_FLOOR, THIS_SERVER, ...others.contenders],
        leftOut: others.leftOut,
      },
      measuring,
    )
    await publishReport(result, floorDocument(result), values.out)
  },
)

function durationOf(isQuick: boolean, rounds: number): string {
  if (isQuick && rounds <= QUICK.rounds) return 'less than five minutes'
  return `about ${Math.ceil((FULL_MINUTES * rounds) / FULL.rounds)} minutes`
}

async function findOthers(report: (what: string) => void): Promise<Others> {
  report('installing the peers, if they are not there')
  await installPeers()
  const python = await findPython()
  return {
    contenders: [...PEERS, ...(python === undefined ? [] : articleContenders(python))],
    leftOut:
      python === undefined
        ? [
            `The article's stack is left out: expected ${ARTICLE_PACKAGES.join(', ')} for python3, found none.`,
          ]
        : [],
  }
}
