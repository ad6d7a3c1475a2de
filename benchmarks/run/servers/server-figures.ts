import { request } from 'undici'
import type { ServerFigures } from '../../result.ts'
import type { ScenarioServers } from './scenario-servers.ts'

/** What servers report, by scenario. */
export type ScenarioFigures = ReadonlyMap<string, ServerFigures>

export async function figuresOf(
  servers: ScenarioServers,
  scenarios: readonly string[],
): Promise<ScenarioFigures> {
  const figures = scenarios.map(
    async (scenario) => [scenario, await scrapeFigures(servers.of(scenario).urlOf('/metrics'))] as const,
  )
  return new Map(await Promise.all(figures))
}

/** What was counted between two readings of the same servers. A delay is that since the reading before. */
export function figuresBetween(before: ScenarioFigures, after: ScenarioFigures): ScenarioFigures {
  return new Map(
    [...after].map(([scenario, later]) => {
      const earlier = before.get(scenario)
      const counted = (figure: Counted) => later[figure] - (earlier?.[figure] ?? 0)
      return [scenario, { ...later, ...eachCounted(counted) }]
    }),
  )
}

/** The figures of several servers of each scenario together. */
export function sumFigures(figures: readonly ScenarioFigures[]): ScenarioFigures {
  const byScenario = Map.groupBy(
    figures.flatMap((each) => [...each]),
    ([scenario]) => scenario,
  )
  return new Map(
    [...byScenario].map(([scenario, entries]) => {
      const servers = entries.map(([, each]) => each)
      const sum = (figure: Counted) => servers.reduce((total, each) => total + each[figure], 0)
      return [
        scenario,
        {
          servers: servers.length,
          ...eachCounted(sum),
          eventLoopDelayP99Ms: largest(servers.map((each) => each.eventLoopDelayP99Ms)),
          residentMemoryBytes: largest(servers.map((each) => each.residentMemoryBytes)),
        },
      ]
    }),
  )
}

type Counted = 'cpuSeconds' | 'requests' | 'statements' | 'statementMsTotal'

function eachCounted(figure: (name: Counted) => number): Pick<ServerFigures, Counted> {
  return {
    cpuSeconds: figure('cpuSeconds'),
    requests: figure('requests'),
    statements: figure('statements'),
    statementMsTotal: figure('statementMsTotal'),
  }
}

function largest(values: readonly (number | null)[]): number | null {
  return values.reduce((max, value) => (max === null || (value !== null && value > max) ? value : max), null)
}

/** Reads what a server reports in `/metrics`, in Prometheus' text format. */
export async function scrapeFigures(metricsUrl: string): Promise<ServerFigures> {
  const { body } = await request(metricsUrl)
  const samples = readSamples(await body.text())
  const sum = (name: string) =>
    samples.filter((sample) => sample.name === name).reduce((total, { value }) => total + value, 0)
  const single = (name: string) => samples.find((sample) => sample.name === name)?.value ?? null
  const lagSeconds = single('nodejs_eventloop_lag_p99_seconds')
  return {
    servers: 1,
    cpuSeconds: sum('process_cpu_seconds_total'),
    requests: sum('jadwal_operation_duration_seconds_count'),
    statements: sum('jadwal_statement_duration_seconds_count'),
    statementMsTotal: sum('jadwal_statement_duration_seconds_sum') * 1000,
    eventLoopDelayP99Ms: lagSeconds === null ? null : lagSeconds * 1000,
    residentMemoryBytes: single('process_resident_memory_bytes'),
  }
}

function readSamples(text: string): { name: string; value: number }[] {
  return text.split('\n').flatMap((line) => {
    const [, name, value] = /^([a-zA-Z_:][\w:]*)(?:\{.*\})? (\S+)/.exec(line) ?? []
    return name === undefined ? [] : [{ name, value: Number(value) }]
  })
}
