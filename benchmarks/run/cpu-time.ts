import { readdir, readFile } from 'node:fs/promises'

/** CPU time that processes have used since their start in ms, by process id. */
export type CpuTimes = ReadonlyMap<number, number>

const NS_PER_MS = 1e6

/**
 * Reads it in nanoseconds, as the scheduler counts them for each thread: /proc/PID/stat has it in units of 10 ms only.
 * Undefined where the system has no such file, or no such process.
 */
export async function readCpuTimes(pids: readonly number[]): Promise<CpuTimes | undefined> {
  try {
    const times = pids.map(async (pid) => {
      const threads = await readdir(`/proc/${pid}/task`)
      const ns = threads.map(async (thread) => {
        const [ran] = (await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')).split(' ')
        return Number(ran)
      })
      return [pid, (await Promise.all(ns)).reduce((sum, each) => sum + each, 0) / NS_PER_MS] as const
    })
    return new Map(await Promise.all(times))
  } catch {
    return undefined
  }
}

/** What was used between two readings, in ms; a process that started in between counts from its start. */
export function cpuMsBetween(before: CpuTimes, after: CpuTimes): number {
  return [...after].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0)
}

/** Whether a process of this machine is one of PostgreSQL: another machine's may have the same id. */
export async function isPostgresProcess(pid: number): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return commandLine.startsWith('postgres')
}
