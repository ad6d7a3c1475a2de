import { readFile } from 'node:fs/promises'

/** Linux counts the time of a process in units of 10 ms (`USER_HZ`), on every machine that Node.js runs on. */
const MS_PER_TICK = 10

/** CPU time of a process since its start in ms, of its user and system parts: proc(5). @throws Error where there is no /proc. */
export async function processCpuMs(pid: number): Promise<number> {
  return cpuMsIn(`/proc/${pid}/stat`)
}

/** The same of its first thread, which runs JavaScript. @throws Error where there is no /proc. */
export async function mainThreadCpuMs(pid: number): Promise<number> {
  return cpuMsIn(`/proc/${pid}/task/${pid}/stat`)
}

/** The time in ms in which its first thread could have run, but had to wait for a core. @throws Error where there is no /proc. */
export async function mainThreadWaitMs(pid: number): Promise<number> {
  const [, waitedNs] = (await readProc(`/proc/${pid}/task/${pid}/schedstat`)).split(' ')
  return Number(waitedNs) / 1e6
}

async function cpuMsIn(path: string): Promise<number> {
  const text = await readProc(path)
  // The second field is the name of the program in parentheses, which can contain spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK
}

/** Resident memory of a process in MB. @throws Error where there is no /proc. */
export async function residentMb(pid: number): Promise<number> {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(await readProc(`/proc/${pid}/status`)) ?? []
  return Number(kilobytes) / 1024
}

async function readProc(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new Error('expected Linux, whose /proc has the CPU time and the memory of a process')
  })
}
