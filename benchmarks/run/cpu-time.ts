import { readdir, readFile } from 'node:fs/promises'

/** CPU time that processes have used since their start in ms, by process id. */
export type CpuTimes = ReadonlyMap<number, number>

const NS_PER_MS = 1e6

/**
 * Reads it in nanoseconds, as the scheduler counts them for each thread: /proc/PID/stat has it in units of 10 ms only.
 * Processes that have ended are left out; undefined where none is left, or the system has no such files.
 */
export async function readCpuTimes(pids: readonly number[]): Promise<CpuTimes | undefined> {
  const times = await Promise.all(
    pids.map(async (pid) => {
      const ms = await readCpuMs(pid).catch(() => undefined)
      return ms === undefined ? [] : ([[pid, ms]] as const)
    }),
  )
  return times.flat().length === 0 ? undefined : new Map(times.flat())
}

async function readCpuMs(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`)
  const timesNs = await Promise.all(
    threads.map(async (thread) => {
      const [ran] = (await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')).split(' ')
      return Number(ran)
    }),
  )
  return timesNs.reduce((sum, ns) => sum + ns, 0) / NS_PER_MS
}

/** What processes used between two readings, in ms, of those that were there at both. */
export function cpuMsBetween(before: CpuTimes, after: CpuTimes): number {
  return [...after].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? ms), 0)
}

/** Whether a process of this machine is one of PostgreSQL: another machine's may have the same id. */
export async function isPostgresProcess(pid: number): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return commandLine.startsWith('postgres')
}
