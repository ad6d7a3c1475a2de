import { readdirSync, readFileSync } from 'node:fs'

/** CPU time that processes have used since their start in ms, by process id. */
export type CpuTimes = ReadonlyMap<number, number>

const NS_PER_MS = 1e6
/**
 * Of V8. They compile what has become hot, in bursts until a process is warm, and help to collect garbage: whole rounds
 * of the traffic have nothing of it, others twice their CPU time.
 */
const HELPER_THREAD = 'V8Worker'

/**
 * Reads it in nanoseconds, as the scheduler counts them for each thread: /proc/PID/stat has it in units of 10 ms only.
 * Threads that help V8 are not counted. Processes that have ended are left out; undefined where none is left, or the
 * system has no such files.
 *
 * It does not leave the thread: what reads in the background would compete with what is measured.
 */
export function readCpuTimes(pids: readonly number[]): CpuTimes | undefined {
  const times = pids.flatMap((pid) => {
    const ms = readCpuMs(pid)
    return ms === undefined ? [] : ([[pid, ms]] as const)
  })
  return times.length === 0 ? undefined : new Map(times)
}

function readCpuMs(pid: number): number | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`)
    const counted = threads.filter(
      (thread) => readFileSync(`${thread}/comm`, 'utf8').trim() !== HELPER_THREAD,
    )
    const timesNs = counted.map((thread) => Number(readFileSync(`${thread}/schedstat`, 'utf8').split(' ')[0]))
    return timesNs.reduce((sum, ns) => sum + ns, 0) / NS_PER_MS
  } catch {
    return undefined
  }
}

/** What processes used between two readings, in ms; undefined where one of them came or went. */
export function cpuMsBetween(before: CpuTimes, after: CpuTimes): number | undefined {
  const isSame = before.size === after.size && [...after.keys()].every((pid) => before.has(pid))
  return isSame ? sum(after) - sum(before) : undefined
}

function sum(times: CpuTimes): number {
  return [...times.values()].reduce((total, ms) => total + ms, 0)
}

/** Whether a process of this machine is one of PostgreSQL: another machine's may have the same id. */
export function isPostgresProcess(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('postgres')
  } catch {
    return false
  }
}
