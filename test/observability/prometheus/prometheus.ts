import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect, promisify } from 'node:util'

const PLACES = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']

/** Why tests with Prometheus cannot run here, for the `skip` option; false where they can. */
export const withoutPrometheus = withoutProgram('prometheus')
export const withoutPromtool = withoutProgram('promtool')

const READY_WITHIN_MS = 15_000
const RIGHT_WITHIN_MS = 30_000

// What was started ends, and its folder goes, with the input of this shell: also when the test is killed.
const UNTIL_INPUT_ENDS = 'trap : INT TERM; "$@" 2>&1 & read -r _; kill $!; wait $!; rm -rf "$FOLDER"'

export interface Sample {
  metric: Record<string, string>
  value: number
}

export interface Rule {
  type: 'recording' | 'alerting'
  name: string
  /** The expression, as Prometheus writes it. */
  query: string
  /** `ok` once it was evaluated without an error. */
  health: string
  lastError?: string
}

export interface Prometheus {
  /**
   * Evaluates an expression until the answer is right: the first scrapes have yet to come. Fails where Prometheus
   * refuses the expression, or where the answer is wrong half a minute after the start.
   */
  evaluateUntil(expression: string, isRight: (samples: Sample[]) => boolean): Promise<Sample[]>
  /** The rules that it has loaded. */
  rules(): Promise<Rule[]>
  /** Stops it and removes all that it wrote. */
  close(): Promise<void>
}

/**
 * Runs Prometheus on a free port and in a temporary folder.
 *
 * @param configurationFile what it is configured by, once each of `replacements` has taken the place of its key.
 */
export async function startPrometheus(
  configurationFile: string,
  replacements: Record<string, string>,
): Promise<Prometheus> {
  const configuration = replaceAllOf(await readFile(configurationFile, 'utf8'), replacements)
  const folder = await makeFolder()
  const configFile = join(folder, 'prometheus.yml')
  await writeFile(configFile, configuration)
  const flags = [
    `--config.file=${configFile}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    '--web.listen-address=127.0.0.1:0',
  ]
  const shell = spawn('sh', ['-c', UNTIL_INPUT_ENDS, 'sh', programPath('prometheus'), ...flags], {
    env: { PATH: process.env.PATH, FOLDER: folder },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let log = ''
  shell.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    log += chunk
  })
  const ended = new Promise((resolve) => shell.once('close', resolve))
  const close = async () => {
    shell.stdin.end()
    await ended
  }
  try {
    const origin = await originOnceReady(() => log)
    const deadlineMs = performance.now() + RIGHT_WITHIN_MS
    return {
      async evaluateUntil(expression, isRight) {
        for (;;) {
          const samples = await evaluate(origin, expression)
          if (isRight(samples)) return samples
          if (performance.now() > deadlineMs) {
            throw new Error(`expected other data of ${expression}, got ${inspect(samples)}`)
          }
          await sleep(200)
        }
      },
      async rules() {
        const { groups } = await askApi<RulesData>(`${origin}/api/v1/rules`)
        return groups.flatMap(({ rules }) => rules)
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function replaceAllOf(text: string, replacements: Record<string, string>): string {
  return Object.entries(replacements).reduce((replaced, [from, to]) => {
    if (!replaced.includes(from)) throw new Error(`expected a configuration with ${from}, got:\n${text}`)
    return replaced.replace(from, to)
  }, text)
}

/** Runs `promtool`; fails with what it printed where it finds fault. */
export async function runPromtool(...args: string[]): Promise<void> {
  await promisify(execFile)(programPath('promtool'), args).catch(({ stdout, stderr }) => {
    throw new Error(`promtool ${args.join(' ')}:\n${stdout}${stderr}`)
  })
}

/**
 * Fails unless exactly these alerts fire where series went like this.
 *
 * @param series by name, in promtool's notation: `0+60x50` starts at 0 and gains 60 in each of 50 minutes.
 */
export async function expectAlerts(
  rulesFile: string,
  series: Record<string, string>,
  expected: string[],
): Promise<void> {
  const test = {
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      {
        expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
        eval_time: '50m',
        exp_samples: expected.map((name) => ({ labels: `{alertname="${name}"}`, value: 1 })),
      },
    ],
  }
  const folder = await makeFolder()
  try {
    const file = join(folder, 'test.yml')
    // JSON is YAML.
    await writeFile(file, JSON.stringify({ rule_files: [rulesFile], tests: [test] }))
    await runPromtool('test', 'rules', file)
  } finally {
    await rm(folder, { recursive: true })
  }
}

function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'jadwal-prometheus-'))
}

function withoutProgram(name: string): string | false {
  return !existsSync(programPath(name)) && `no ${name} in ${PLACES.join(', ')}: apt-get install prometheus`
}

function programPath(name: string): string {
  return PLACES.map((folder) => join(folder, name)).find(existsSync) ?? name
}

/** The log tells the port that it got. */
async function originOnceReady(log: () => string): Promise<string> {
  const deadline = AbortSignal.timeout(READY_WITHIN_MS)
  while (!deadline.aborted) {
    const port = /"Listening on".*?:(\d+)/.exec(log())?.[1]
    if (port !== undefined && /ready to receive web requests/.test(log())) return `http://127.0.0.1:${port}`
    await sleep(50)
  }
  throw new Error(`expected Prometheus to be ready within ${READY_WITHIN_MS} ms, got:\n${log()}`)
}

async function evaluate(origin: string, expression: string): Promise<Sample[]> {
  const body = new URLSearchParams({ query: expression })
  const { result } = await askApi<QueryData>(`${origin}/api/v1/query`, body)
  return result.map(({ metric, value: [, text] }) => ({ metric, value: toNumber(text) }))
}

interface QueryData {
  result: { metric: Record<string, string>; value: [number, string] }[]
}

interface RulesData {
  groups: { rules: Rule[] }[]
}

async function askApi<Data>(url: string, body?: URLSearchParams): Promise<Data> {
  const response = await fetch(url, body && { method: 'POST', body })
  const answer = await response.json()
  if (answer.status !== 'success') throw new Error(`${answer.error}: ${body ?? url}`)
  return answer.data
}

/** Prometheus writes `NaN`, `+Inf` and `-Inf`. */
function toNumber(text: string): number {
  return Number(text.replace('Inf', 'Infinity'))
}
