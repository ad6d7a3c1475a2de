import {
  type Arguments,
  type CommandLine,
  type Options,
  UsageError,
  wholeNumber,
} from '../../../src/command.ts'
import {
  HEAD_TO_HEAD,
  type HeadToHeadOptions,
  PAIR_TIMES,
  type RunOptions,
} from '../../run/context/run-options.ts'
import { neighboursOf } from '../../run/load/load-results.ts'
import { MIN_ROUNDS } from '../../statistics/judge.ts'
import { SCENARIOS, type Scenario } from '../../targets/scenarios.ts'
import { FAILURES, type Failure, readFailOn, readIn, STATEMENT_FAILURES } from './fail-on.ts'

const SCENARIO_NAMES = SCENARIOS.map(({ name }) => name).join(', ')
const MAX_ROUNDS = 100

const HELP = `Compares five ways to answer the same operations: statements, findings, CPU time and latencies.

  npm run bench -- [options]

  --statements      statements and findings only, under 30 s: the same on every machine
  --quick           baseline and optimised head to head, 50 users on all: at most three minutes
  --full            all neighbours head to head for two minutes each, 1, 10, 50 users for 30 s
  --doctors N       doctors in the directory, 15 to 1000000 (default 15, the article's data set)
  --scenarios a,b   comma-separated (default all):
                    ${SCENARIO_NAMES}
  --head-to-head T  seconds for each pair of scenarios side by side, such as 60s; 0s for none
  --users 1,10,50   concurrent users, comma-separated; each thinks 1 to 3 s between requests
  --duration 15s    load on each scenario at each number of users, over all rounds
  --rounds N        rounds that the load is split into; a verdict takes at least ${MIN_ROUNDS} valid ones
  --rate R          R requests per second, answered or not, instead of users
  --seed N          seed of the load and of the order of visits (default 1)
  --aa              compares the last scenario with itself: any difference is noise
  --fail-on a,b     exit with 2 if the run finds any of these, comma-separated:
                    ${FAILURES.join(', ')};
                    with 1 if it could not look for them
  --in a,b          scenarios that --fail-on is about, comma-separated (default all)
  --json            print the result as JSON; all else goes to standard error
  --out DIR         folder for the report (default benchmarks/results/latest)
  --help            print this text

Without --statements, --quick or --full, a run takes about ten minutes: all neighbours head to head
for a minute each, then 1, 10 and 50 users for 15 s each. It says when it starts how long it takes.
Where blocks of head to head take long, a pair has up to twice its time without --head-to-head.
BENCH_DATABASE_URL is the URL of a PostgreSQL server on which databases can be created.
Without it, an embedded PostgreSQL is started for the run.`

/** What the benchmark takes. */
export const BENCH = {
  name: 'bench',
  start: 'npm run bench --',
  help: HELP,
  options: {
    statements: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    doctors: { type: 'string', default: '15' },
    scenarios: { type: 'string' },
    'head-to-head': { type: 'string' },
    users: { type: 'string' },
    duration: { type: 'string' },
    rounds: { type: 'string' },
    rate: { type: 'string' },
    seed: { type: 'string', default: '1' },
    aa: { type: 'boolean', default: false },
    'fail-on': { type: 'string', default: '' },
    in: { type: 'string' },
    json: { type: 'boolean', default: false },
    out: { type: 'string', default: 'benchmarks/results/latest' },
  },
} satisfies CommandLine<Options>

type Values = Arguments<typeof BENCH.options>['values']

/** What the command line says. */
export interface BenchOptions {
  run: RunOptions
  failOn: Failure[]
  /** The scenarios that `--fail-on` is about. */
  meant: string[]
  /** Whether `--in` names them. */
  isNamed: boolean
  json: boolean
}

interface Preset {
  headToHead: { pairs: 'the article' | 'all'; secondsPerPair: number; maxSecondsPerPair: number }
  load: { users: string; duration: string; rounds: string }
}

/** Of three minutes: what is left is for the comparison, the report, and PostgreSQL to stop, on a busy machine too. */
const QUICK_MAX_SECONDS = 165

const PRESETS: Record<'quick' | 'normal' | 'full', Preset> = {
  quick: {
    headToHead: { pairs: 'the article', ...PAIR_TIMES.quick },
    load: { users: '50', duration: '7.5s', rounds: '5' },
  },
  normal: {
    headToHead: { pairs: 'all', ...PAIR_TIMES.normal },
    load: { users: '1,10,50', duration: '15s', rounds: '8' },
  },
  full: {
    headToHead: { pairs: 'all', ...PAIR_TIMES.full },
    load: { users: '1,10,50', duration: '30s', rounds: '8' },
  },
}

/** Reads the values of the options. @throws UsageError */
export function readOptions(values: Values): BenchOptions {
  refuseContradictions(values)
  const chosen = chosenScenarios(values.scenarios)
  const scenarios = values.aa ? againstItself(chosen) : chosen
  const failOn = readFailOn(values['fail-on'])
  const timed = failOn.find((failure) => !STATEMENT_FAILURES.includes(failure))
  if (values.statements && timed !== undefined) {
    throw new UsageError(
      `expected --fail-on to be some of ${STATEMENT_FAILURES.join(', ')} with --statements, which measures no time, got "${timed}"`,
    )
  }
  const names = scenarios.map(({ name }) => name)
  const named = readIn(values.in, names)
  const meant = named ?? names
  if (failOn.includes('slower') && (named ?? names.slice(1)).every((name) => name === names[0])) {
    throw new UsageError(
      `expected a scenario after another with --fail-on slower, which compares it with that, got ${meant.join(', ')}`,
    )
  }
  return {
    run: {
      doctors: wholeNumber('--doctors', values.doctors, 15, 1_000_000),
      scenarios,
      ...phasesOf(values, scenarios),
      // Who asks for more than `--quick` means to wait for it.
      maxSeconds: values.quick && optionOfTime(values) === undefined ? QUICK_MAX_SECONDS : null,
      seed: wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
      outFolder: values.out,
      aa: values.aa,
    },
    failOn,
    meant,
    isNamed: named !== undefined,
    json: values.json,
  }
}

function refuseContradictions(values: Values): void {
  const modes = (['statements', 'quick', 'full'] as const).filter((mode) => values[mode])
  if (modes.length > 1) {
    throw new UsageError(`expected one of --statements, --quick and --full, got ${modes.length}`)
  }
  const ofTime = optionOfTime(values)
  if (values.statements && ofTime !== undefined) {
    throw new UsageError(`expected no --${ofTime} with --statements, which measures no time`)
  }
  if (values.users !== undefined && values.rate !== undefined) {
    throw new UsageError('expected --users or --rate, got both')
  }
}

/** The first given option that says how long something is measured, or under which load. */
function optionOfTime(values: Values) {
  const names = ['head-to-head', 'users', 'duration', 'rounds', 'rate'] as const
  return names.find((name) => values[name] !== undefined)
}

function phasesOf(values: Values, scenarios: readonly Scenario[]): Pick<RunOptions, 'headToHead' | 'load'> {
  if (values.statements) return { headToHead: null, load: null }
  const pairTime = values['head-to-head']
  const pairSeconds = pairTime === undefined ? undefined : seconds('--head-to-head', pairTime, 0)
  const preset = values.quick ? PRESETS.quick : values.full ? PRESETS.full : PRESETS.normal
  const ratePerSecond = values.rate === undefined ? null : wholeNumber('--rate', values.rate, 1, 1000)
  return {
    headToHead: headToHeadOf(scenarios, {
      ...preset.headToHead,
      // What is asked for is neither more nor less.
      ...(pairSeconds !== undefined && { secondsPerPair: pairSeconds, maxSecondsPerPair: pairSeconds }),
    }),
    load: {
      users: ratePerSecond === null ? numbersOfUsers(values.users ?? preset.load.users) : [ratePerSecond],
      durationSeconds: seconds('--duration', values.duration ?? preset.load.duration, 1),
      rounds: wholeNumber('--rounds', values.rounds ?? preset.load.rounds, 1, MAX_ROUNDS),
      ratePerSecond,
    },
  }
}

/** Null where there are no two scenarios to compare. */
function headToHeadOf(
  scenarios: readonly Scenario[],
  { pairs, secondsPerPair, maxSecondsPerPair }: Preset['headToHead'],
): HeadToHeadOptions | null {
  const neighbours = neighboursOf(scenarios)
  const articles = neighbours.filter(({ from, to }) => from.name === 'baseline' && to.name === 'optimised')
  const compared = pairs === 'the article' && articles.length > 0 ? articles : neighbours
  if (compared.length === 0 || secondsPerPair === 0) return null
  return { pairs: compared, secondsPerPair, maxSecondsPerPair, ...HEAD_TO_HEAD }
}

function numbersOfUsers(text: string): number[] {
  const users = text.split(',').map((part) => wholeNumber('--users', part.trim(), 1, 1000))
  return [...new Set(users)].sort((a, b) => a - b)
}

function seconds(option: string, text: string, min: number): number {
  const value = /^(\d+(?:\.\d+)?)s?$/.exec(text)?.[1]
  if (value !== undefined && Number(value) >= min && Number(value) <= 3600) return Number(value)
  throw new UsageError(`expected ${option} to be ${min}s to 3600s, got "${text}"`)
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
