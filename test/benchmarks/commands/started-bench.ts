import { execFileSync } from 'node:child_process'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Program, startProgram } from '../../support/system/program.ts'

/** A run of the benchmark whose temporary files are in a folder that no other run uses. */
export interface Bench extends Program {
  outFolder: string
  temporaryFiles(): Promise<string[]>
}

/** Starts a run whose files are in this folder. */
export async function startBench(folder: string, ...args: string[]): Promise<Bench> {
  const outFolder = join(folder, 'out')
  const temporaryFolder = join(folder, 'tmp')
  await mkdir(temporaryFolder, { recursive: true })
  const program = startProgram('benchmarks/commands/bench.ts', [...args, '--out', outFolder], {
    TMPDIR: temporaryFolder,
  })
  return { ...program, outFolder, temporaryFiles: () => readdir(temporaryFolder) }
}

/** The ids of processes whose command lines have a text. */
export function processesWith(text: string): number[] {
  return execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text))
    .map((line) => Number.parseInt(line, 10))
}

/** Servers and PostgreSQL sessions of a run: each names the run's databases. */
export function processesOf(bench: Program): number[] {
  return processesWith(`jadwal_bench_${bench.process.pid}`)
}

/** The numbers of the steps that a run printed, such as `1/7`. */
export function stepsOf(bench: Program): (string | undefined)[] {
  return Array.from(bench.printed().matchAll(/\[(\d+\/\d+)\]/g), ([, step]) => step)
}

/** The numbers that a run with so many steps prints. */
export function countedTo(last: number): string[] {
  return Array.from({ length: last }, (_, index) => `${index + 1}/${last}`)
}
