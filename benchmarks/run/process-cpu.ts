import { readFile } from 'node:fs/promises'

/** Linux counts the time of a process in units of 10 ms (`USER_HZ`), on every machine that Node.js runs on. */
const MS_PER_TICK = 10

/** CPU time of a process since its start in ms, of its user and system parts: proc(5). @throws Error where there is no /proc. */
export async function processCpuMs(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => {
    throw new Error('expected Linux, whose /proc has the CPU time of a process')
  })
  // The second field is the name of the program in parentheses, which can contain spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK
}
