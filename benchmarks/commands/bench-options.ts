import { parseArgs } from 'node:util'
import type { RunOptions } from '../run/run-options.ts'
import { SCENARIOS, type Scenario } from '../targets/scenarios.ts'

/** A way to start that cannot be followed. The message says what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const HELP = `Compares four ways to answer the same operations: statements, findings and latencies.

  npm run bench -- [options]

  --quick           50 users, 10 s on each scenario: about two minutes in all
  --full            1, 10 and 50 users, 30 s on each scenario
  --doctors N       doctors in the directory, 15 to 1000000 (default 15, the article's data set)
  --scenarios a,b   some of ${SCENARIOS.map(({ name }) => name).join(', ')} (default all)
  --users 1,10,50   people who ask at the same time, each thinking 1 to 3 s between requests
  --duration 15s    load on each scenario at each number of users, over all rounds
  --rate R          R requests a second arrive whoever waits, in place of users
  --seed N          of the load and of the order of visits (default 1)
  --aa              the last scenario against itself: what differs then is noise
  --out DIR         where the report goes (default benchmarks/results/latest)
  --help            this text

Scenarios are visited in random order in interleaved rounds, each with servers of its own.
Without BENCH_DATABASE_URL, the URL of a PostgreSQL server on which databases can be created,
an embedded PostgreSQL is started for the run.`

/** What a comparison rests on is how much rounds differ: eight short ones tell more than a few long ones. */
const ROUNDS = 8
const PRESETS = {
  quick: { users: '50', duration: '10s' },
  normal: { users: '1,10,50', duration: '15s' },
  full: { users: '1,10,50', duration: '30s' },
}

/** Reads the command line; nothing where it asks for help. @throws UsageError */
export function readOptions(args: string[]): RunOptions | undefined {
  const values = parse(args)
  if (values.help) return undefined
  if (values.quick && values.full) throw new UsageError('expected --quick or --full, got both')
  const preset = values.quick ? PRESETS.quick : values.full ? PRESETS.full : PRESETS.normal
  const ratePerSecond = values.rate === undefined ? null : wholeNumber('--rate', values.rate, 1, 1000)
  const chosen = chosenScenarios(values.scenarios)
  return {
    doctors: wholeNumber('--doctors', values.doctors, 15, 1_000_000),
    scenarios: values.aa ? againstItself(chosen) : chosen,
    users: ratePerSecond === null ? numbersOfUsers(values.users ?? preset.users) : [ratePerSecond],
    durationSeconds: seconds(values.duration ?? preset.duration),
    rounds: ROUNDS,
    ratePerSecond,
    seed: wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
    outFolder: values.out,
    aa: values.aa,
  }
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

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new UsageError(`expected ${option} to be a whole number from ${least} to ${most}, got "${text}"`)
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
  throw new UsageError(
    `expected --scenarios to be some of ${SCENARIOS.map(({ name }) => name).join(', ')}, got "${unknown}"`,
  )
}

/** The last one twice, with databases of their own. */
function againstItself(scenarios: readonly Scenario[]): Scenario[] {
  const [scenario] = scenarios.slice(-1)
  return scenario === undefined
    ? []
    : ['a', 'b'].map((side) => ({ ...scenario, name: `${scenario.name} (${side})` }))
}
