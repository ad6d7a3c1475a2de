import { isDeepStrictEqual } from 'node:util'
import { type Measuring, resultHead } from '../run/context/measuring.ts'
import { describeVersions } from '../run/machine/machine.ts'
import type { Contender } from '../targets/contenders/contender.ts'
import { MANY, type OperationName } from '../targets/contenders/operations.ts'
import { prepareDatabases } from '../targets/databases.ts'
import { visitInRounds } from './contender-rounds.ts'
import type { FloorResult, FloorSettings } from './floor-result.ts'
import { measureGrowth, measureLayers } from './this-server.ts'
import { createVisits, type VisitContender } from './visit-contender.ts'

export interface FloorOptions extends FloorSettings {
  /** The first is what the others are compared with. */
  contenders: readonly Contender[]
  /** Operations after which the memory of this server is looked at; none if empty. */
  growthAt: readonly number[]
  leftOut: string[]
}

const DIRECTORY = 'all'

/**
 * Measures what the contenders need for the same operations. Before, each has to answer the same values as the floor.
 *
 * @throws Error if a contender answers something else.
 */
export async function measureFloor(options: FloorOptions, context: Measuring): Promise<FloorResult> {
  const { contenders, growthAt, leftOut, ...settings } = options
  const { connections, doctors, warmUp } = settings
  const { report, serverUrl, signal } = context
  const startedAt = new Date()
  await using cleanUp = new AsyncDisposableStack()
  report(`preparing a directory of ${doctors} doctors`)
  const scenarios = [{ name: DIRECTORY, indexes: true }]
  const databases = await prepareDatabases({ scenarios, doctors, serverUrl, signal })
  cleanUp.defer(() => databases.close())
  const visit = createVisits(databases.urlOf(DIRECTORY), signal)

  report('comparing the answers of all servers')
  await expectSameValues(contenders, visit)
  const rounds = await visitInRounds(contenders, settings, { visit, report })
  report('profiling this server')
  const layers = await measureLayers(visit, warmUp)
  const growth = growthAt.length === 0 ? null : await measureGrowth(visit, { growthAt, connections }, report)
  return {
    version: 1,
    ...resultHead(startedAt),
    command: context.command,
    versions: describeVersions(databases.serverVersion),
    settings,
    contenders: contenders.map(({ name, title }) => ({ name, title })),
    ...rounds,
    layers,
    growth,
    leftOut,
  }
}

async function expectSameValues(contenders: readonly Contender[], visit: VisitContender): Promise<void> {
  const expected = new Map<OperationName, unknown>()
  for (const contender of contenders) {
    await visit(contender, async ({ send }) => {
      for (const operation of contender.operations.filter((each) => each !== MANY)) {
        const text = await send(operation, { count: 1, connections: 1 })
        const values = contender.valuesOf(operation, JSON.parse(text))
        if (!expected.has(operation)) expected.set(operation, values)
        if (isDeepStrictEqual(values, expected.get(operation))) continue
        throw new Error(
          `expected ${contender.name} to answer ${operation} with the values of the floor, got ${text.slice(0, 500)}`,
        )
      }
    })
  }
}
