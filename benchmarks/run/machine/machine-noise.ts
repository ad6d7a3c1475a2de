import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import type { MachineNoise } from '../../result.ts'
import { percentile } from '../../statistics/percentile.ts'
import { summariseTimes } from '../../workload/load/lag.ts'

const MEASURED_MS = 1_500
const PROCESSES = 5

/** Beyond these, loads are spoiled more often than not. */
const MAX_LAG_P99_MS = 5
const MAX_STEAL_SHARE = 0.05
const MAX_BUSY_SHARE = 0.5

/** Measures for this time what others do on the machine: how late a thread is woken, and who uses the CPU. */
export async function measureMachineNoise(
  signal: AbortSignal,
  measuredMs = MEASURED_MS,
): Promise<MachineNoise> {
  const before = await readCpuCounts()
  const thread = new Worker(new URL('./timer-thread.ts', import.meta.url), { workerData: measuredMs })
  const [latenessMs]: number[][] = await once(thread, 'message', { signal })
  const after = await readCpuCounts()
  const schedulingLagMs = summariseTimes(latenessMs ?? []) ?? { p50: 0, p99: 0, max: 0 }
  const noise = {
    schedulingLagMs,
    ...sharesBetween(before, after),
    processStartMs: await measureProcessStart(signal),
  }
  return { ...noise, problems: problemsOf(noise) }
}

/** The median of a few, in ms. */
async function measureProcessStart(signal: AbortSignal): Promise<number> {
  const timesMs: number[] = []
  for (let count = 0; count < PROCESSES; count++) {
    signal.throwIfAborted()
    const startMs = performance.now()
    await once(spawn(process.execPath, ['--eval', '0'], { stdio: 'ignore' }), 'close')
    timesMs.push(performance.now() - startMs)
  }
  return percentile(
    timesMs.sort((a, b) => a - b),
    0.5,
  )
}

/** What of it is too much, in sentences. */
export function problemsOf({
  schedulingLagMs: { p99 },
  stealShare,
  busyShare,
}: Pick<MachineNoise, 'schedulingLagMs' | 'stealShare' | 'busyShare'>): string[] {
  // Rounded up: what is too much must not read like what is not.
  const lagMs = Math.ceil(p99 * 10) / 10
  const percent = (share: number) => `${Math.round(share * 100)} %`
  return [
    ...(p99 > MAX_LAG_P99_MS
      ? [`a sleeping thread was woken ${lagMs} ms late at p99, where ${MAX_LAG_P99_MS} ms are acceptable`]
      : []),
    ...(stealShare !== null && stealShare > MAX_STEAL_SHARE
      ? [`the hypervisor gave ${percent(stealShare)} of the CPU time to other machines`]
      : []),
    ...(busyShare !== null && busyShare > MAX_BUSY_SHARE
      ? [`other programs use ${percent(busyShare)} of the CPU time`]
      : []),
  ]
}

/** Of all CPUs since the start of the machine, in any unit. */
interface CpuCounts {
  total: number
  idle: number
  steal: number
}

/** The first line of /proc/stat: proc(5). Undefined where there is none. */
async function readCpuCounts(): Promise<CpuCounts | undefined> {
  const text = await readFile('/proc/stat', 'utf8').catch(() => undefined)
  return text === undefined ? undefined : parseCpuCounts(text)
}

export function parseCpuCounts(text: string): CpuCounts | undefined {
  const fields = /^cpu +(.*)$/m.exec(text)?.[1]?.split(' ').map(Number)
  // Time of guests is in that of users already.
  const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softIrq = 0, steal = 0] =
    fields ?? []
  if (fields === undefined) return undefined
  return { total: user + nice + system + idle + waiting + irq + softIrq + steal, idle: idle + waiting, steal }
}

function sharesBetween(
  before: CpuCounts | undefined,
  after: CpuCounts | undefined,
): Pick<MachineNoise, 'stealShare' | 'busyShare'> {
  const total = before && after ? after.total - before.total : 0
  if (!before || !after || total === 0) return { stealShare: null, busyShare: null }
  const stealShare = (after.steal - before.steal) / total
  return { stealShare, busyShare: 1 - stealShare - (after.idle - before.idle) / total }
}
