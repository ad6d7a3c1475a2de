import { THIS_SERVER } from '../targets/contenders/contenders.ts'
import type { LayerBudget, MemoryPoint } from './floor-result.ts'
import { busyUsByLayer } from './layers.ts'
import { mainThreadCpuMs, mainThreadWaitMs, processCpuMs, residentMb } from './process-usage.ts'
import { profileProcess } from './profile-process.ts'
import type { VisitContender } from './visit-contender.ts'

const OPERATION = 'page'

/** Several at a time: a profile takes for idle what a thread needs to wake up, and one operation alone wakes it each time. */
const PROFILED = { count: 5_000, connections: 10 }

/**
 * Where the CPU time of this server goes, by a profile after so many requests. The CPU time is that of as many operations
 * before the profile and after it, since the profiler costs CPU time of its own.
 */
export function measureLayers(visit: VisitContender, warmUp: number): Promise<LayerBudget> {
  return visit(
    THIS_SERVER,
    async ({ pid, inspectorUrl, send }) => {
      if (inspectorUrl === undefined) throw new Error('expected an inspector, got none')
      await send(OPERATION, { ...PROFILED, count: warmUp + PROFILED.count })
      const perOperation = (us: number) => us / PROFILED.count
      const before = await cpuUsOf(pid, () => send(OPERATION, PROFILED))
      let waitedMs = 0
      const profile = await profileProcess(inspectorUrl, async () => {
        const start = await mainThreadWaitMs(pid)
        await send(OPERATION, PROFILED)
        waitedMs = (await mainThreadWaitMs(pid)) - start
      })
      const after = await cpuUsOf(pid, () => send(OPERATION, PROFILED))
      const mainThreadUs = perOperation((before.mainThread + after.mainThread) / 2)
      return {
        operation: OPERATION,
        layers: busyUsByLayer(profile).map(({ layer, us }) => ({ layer, us: perOperation(us) })),
        waitedUs: perOperation(waitedMs * 1000),
        mainThreadUs,
        otherThreadsUs: perOperation((before.process + after.process) / 2) - mainThreadUs,
      }
    },
    { inspect: true },
  )
}

async function cpuUsOf(
  pid: number,
  work: () => Promise<unknown>,
): Promise<{ process: number; mainThread: number }> {
  const start = { process: await processCpuMs(pid), mainThread: await mainThreadCpuMs(pid) }
  await work()
  return {
    process: ((await processCpuMs(pid)) - start.process) * 1000,
    mainThread: ((await mainThreadCpuMs(pid)) - start.mainThread) * 1000,
  }
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
