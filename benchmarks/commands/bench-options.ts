import { parseArgs } from 'node:util'
import { neighboursOf } from '../run/load-results.ts'
import type { HeadToHeadOptions, RunOptions } from '../run/run-options.ts'
import { MIN_ROUNDS } from '../statistics/judge.ts'
import { SCENARIOS, type Scenario } from '../targets/scenarios.ts'

/** A command line that is not valid. The message says what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

const SCENARIO_NAMES = SCENARIOS.map(({ name }) => name).join(', ')
/** A comparison rests on how much rounds differ: many short rounds say more than a few long ones. */
const DEFAULT_ROUNDS = 8
const MAX_ROUNDS = 100

export const HELP = `Compares four ways to answer the same operations: statements, findings and latencies.

  npm run bench -- [options]

  --quick           50 users, 10 s on each scenario: about two minutes in all
  --full            1, 10 and 50 users, 30 s on each scenario
  --doctors N       doctors in the directory, 15 to 1000000 (default 15, the article's data set)
  --scenarios a,b   comma-separated (default all):
                    ${SCENARIO_NAMES}
  --users 1,10,50   concurrent users, comma-separated; each thinks 1 to 3 s between requests
  --duration 15s    load on each scenario at each number of users, over all rounds
  --rounds N        rounds that the load is split into (default ${DEFAULT_ROUNDS}); a verdict takes at least ${MIN_ROUNDS}
  --rate R          R requests per second, answered or not, instead of users
  --seed N          seed of the load and of the order of visits (default 1)
  --aa              compares the last scenario with itself: any difference is noise
  --out DIR         folder for the report (default benchmarks/results/latest)
  --help            prints this text

Scenarios are visited in random order in interleaved rounds. Each round starts new servers.
BENCH_DATABASE_URL is the URL of a PostgreSQL server on which databases can be created.
Without it, an embedded PostgreSQL is started for the run.`

interface Preset {
  headToHead: { pairs: 'the article' | 'all'; secondsPerPair: number }
  load: { users: string; duration: string; rounds: string }
}

const PRESETS: Record<'quick' | 'normal' | 'full', Preset> = {
  quick: {
    headToHead: { pairs: 'the article', secondsPerPair: 60 },
    load: { users: '50', duration: '7.5s', rounds: '5' },
  },
  normal: {
    headToHead: { pairs: 'all', secondsPerPair: 60 },
    load: { users: '1,10,50', duration: '15s', rounds: '8' },
  },
  full: {
    headToHead: { pairs: 'all', secondsPerPair: 120 },
    load: { users: '1,10,50', duration: '30s', rounds: '8' },
  },
}

/** Reads the command line; undefined for `--help`. @throws UsageError */
export function readOptions(args: string[]): RunOptions | undefined {
  const values = parse(args)
  if (values.help) return undefined
  if (values.quick && values.full) throw new UsageError('expected --quick or --full, got both')
  if (values.users !== undefined && values.rate !== undefined) {
    throw new UsageError('expected --users or --rate, got both')
  }
  const preset = values.quick ? PRESETS.quick : values.full ? PRESETS.full : PRESETS.normal
  const ratePerSecond = values.rate === undefined ? null : wholeNumber('--rate', values.rate, 1, 1000)
  const chosen = chosenScenarios(values.scenarios)
  const scenarios = values.aa ? againstItself(chosen) : chosen
  return {
    doctors: wholeNumber('--doctors', values.doctors, 15, 1_000_000),
    scenarios,
    headToHead: headToHeadOf(scenarios, preset.headToHead),
    load: {
      users: ratePerSecond === null ? numbersOfUsers(values.users ?? preset.load.users) : [ratePerSecond],
      durationSeconds: seconds(values.duration ?? preset.load.duration),
      rounds: wholeNumber('--rounds', values.rounds ?? preset.load.rounds, 1, MAX_ROUNDS),
      ratePerSecond,
    },
    seed: wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
    outFolder: values.out,
    aa: values.aa,
  }
}

/** Each block has new processes: many short ones say more than a few long ones. */
const PAIRS_PER_BLOCK = 600
const MIN_BLOCKS = 6

/** Null where there are no two scenarios to compare. */
function headToHeadOf(
  scenarios: readonly Scenario[],
  { pairs, secondsPerPair }: Preset['headToHead'],
): HeadToHeadOptions | null {
  const neighbours = neighboursOf(scenarios)
  const articles = neighbours.filter(({ from, to }) => from.name === 'baseline' && to.name === 'optimised')
  const compared = pairs === 'the article' && articles.length > 0 ? articles : neighbours
  if (compared.length === 0) return null
  return { pairs: compared, pairsPerBlock: PAIRS_PER_BLOCK, secondsPerPair, minBlocks: MIN_BLOCKS }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        quick: { type: 'boolean', default: false },
        full: { type: 'boolean', default: false },
        doctors: { type: 'string', default: '15' },
        scenarios: { type: 'string' },
        users: { type: 'string' },
        duration: { type: 'string' },
        rounds: { type: 'string' },
        rate: { type: 'string' },
        seed: { type: 'string', default: '1' },
        aa: { type: 'boolean', default: false },
        out: { type: 'string', default: 'benchmarks/results/latest' },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** A whole number within these limits. @throws UsageError naming the option. */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new UsageError(`expected ${option} to be a whole number from ${min} to ${max}, got "${text}"`)
}

function numbersOfUsers(text: string): number[] {
  const users = text.split(',').map((part) => wholeNumber('--users', part.trim(), 1, 1000))
  return [...new Set(users)].sort((a, b) => a - b)
}

function seconds(text: string): number {
  const value = /^(\d+(?:\.\d+)?)s?$/.exec(text)?.[1]
  if (value !== undefined && Number(value) >= 1 && Number(value) <= 3600) return Number(value)
  throw new UsageError(`expected --duration to be 1s to 3600s, got "${text}"`)
}

function chosenScenarios(text: string | undefined): readonly Scenario[] {
  if (text === undefined) return SCENARIOS
  const names = text.split(',').map((part) => part.trim())
  const unknown = names.find((name) => !SCENARIOS.some((scenario) => scenario.name === name))
  if (unknown === undefined) return SCENARIOS.filter(({ name }) => names.includes(name))
  throw new UsageError(`expected --scenarios to be some of ${SCENARIO_NAMES}, got "${unknown}"`)
}

/** The last scenario twice, each with its own database. */
function againstItself(scenarios: readonly Scenario[]): Scenario[] {
  const [scenario] = scenarios.slice(-1)
  return scenario === undefined
    ? []
    : ['a', 'b'].map((side) => ({ ...scenario, name: `${scenario.name} (${side})` }))
}
