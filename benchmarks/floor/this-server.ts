import { THIS_SERVER } from '../targets/contenders/contenders.ts'
import type { LayerBudget, MemoryPoint } from './floor-result.ts'
import { busyUsByLayer } from './layers.ts'
import { mainThreadCpuMs, processCpuMs, residentMb } from './process-usage.ts'
import { profileProcess } from './profile-process.ts'
import type { VisitContender } from './visit-contender.ts'

const OPERATION = 'page'

/** One after the other: a profile counts the time in which the thread is busy, and with more it also waits for a core. */
const PROFILED = { count: 5_000, connections: 1 }

/** Where the CPU time of this server goes, by a profile after so many requests. */
export function measureLayers(visit: VisitContender, warmUp: number): Promise<LayerBudget> {
  return visit(
    THIS_SERVER,
    async ({ pid, inspectorUrl, send }) => {
      if (inspectorUrl === undefined) throw new Error('expected an inspector, got none')
      await send(OPERATION, { ...PROFILED, count: warmUp + PROFILED.count })
      const before = [await processCpuMs(pid), await mainThreadCpuMs(pid)] as const
      const profile = await profileProcess(inspectorUrl, async () => {
        await send(OPERATION, PROFILED)
      })
      const perOperation = (us: number) => us / PROFILED.count
      const processUs = perOperation(((await processCpuMs(pid)) - before[0]) * 1000)
      const mainThreadUs = perOperation(((await mainThreadCpuMs(pid)) - before[1]) * 1000)
      return {
        operation: OPERATION,
        layers: busyUsByLayer(profile).map(({ layer, us }) => ({ layer, us: perOperation(us) })),
        mainThreadUs,
        otherThreadsUs: processUs - mainThreadUs,
      }
    },
    { inspect: true },
  )
}

/** Resident memory of this server after each of these numbers of operations. */
export function measureGrowth(
  visit: VisitContender,
  { growthAt, connections }: { growthAt: readonly number[]; connections: number },
  report: (what: string) => void,
): Promise<MemoryPoint[]> {
  return visit(THIS_SERVER, async ({ pid, send }) => {
    const points: MemoryPoint[] = []
    let answered = 0
    for (const operations of growthAt) {
      report(`resident memory of this server: up to ${operations} operations`)
      await send(OPERATION, { count: operations - answered, connections })
      answered = operations
      points.push({ operations, residentMb: await residentMb(pid) })
    }
    return points
  })
}
