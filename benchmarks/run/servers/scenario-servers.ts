import { request } from 'undici'
import type { Scenario } from '../../targets/scenarios.ts'
import { type ServerProcess, startServer } from '../../targets/server-process.ts'
import { OPERATION_NAMES } from '../../workload/operations.ts'

/** A server process for each scenario. */
export interface ScenarioServers extends AsyncDisposable {
  all: readonly ServerProcess[]
  /** The server of the scenario with this name. */
  of(scenario: string): ServerProcess
  /** Stops all of them. A server writes the rest of its trace before it exits. */
  stop(): Promise<void>
}

/**
 * Starts a server for each scenario. If one fails to start, the others are stopped.
 *
 * @param traceFileOf where a scenario's server writes the trace of every operation, with parameters. Without it, servers
 *   write no traces.
 */
export async function startScenarioServers(
  scenarios: readonly Scenario[],
  databaseUrlOf: (scenario: string) => string,
  traceFileOf?: (scenario: string) => string,
): Promise<ScenarioServers> {
  const start = async ({ name, variant, memory, extraCpuUs }: Scenario) => {
    const file = traceFileOf?.(name)
    const server = await startServer({
      variant,
      memory,
      databaseUrl: databaseUrlOf(name),
      knownOperations: OPERATION_NAMES,
      extraCpuUs,
      trace: file === undefined ? 'summary' : { file, parameters: true },
    })
    return { name, server }
  }
  await using running = new AsyncDisposableStack()
  const byScenario = new Map<string, ServerProcess>()
  const failures: unknown[] = []
  for (const outcome of await Promise.allSettled(scenarios.map(start))) {
    if (outcome.status === 'rejected') {
      failures.push(outcome.reason)
    } else {
      const { name, server } = outcome.value
      running.defer(() => server.stop())
      byScenario.set(name, server)
    }
  }
  if (failures.length > 0) throw failures[0]
  const started = running.move()
  const stop = () => started.disposeAsync()
  return {
    all: [...byScenario.values()],
    of(scenario) {
      const server = byScenario.get(scenario)
      if (server !== undefined) return server
      throw new RangeError(`expected one of ${[...byScenario.keys()].join(', ')}, got ${scenario}`)
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/** @throws Error where a server answers its health check with anything but 200. */
export async function expectHealthy({ all }: ScenarioServers, signal: AbortSignal): Promise<void> {
  for (const server of all) {
    const url = server.urlOf('/healthcheck')
    const { statusCode, body } = await request(url, { signal })
    await body.dump()
    if (statusCode !== 200) throw new Error(`expected ${url} to answer 200, got ${statusCode}`)
  }
}
