import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createGzip } from 'node:zlib'
import { LARGE_TRACES, type LargeTrace } from './large-traces.ts'

/** What the analysis of a large trace took. */
export interface AnalysisCost {
  name: string
  size: number
  elapsedMs: number
  cpuMs: number
  maxMemoryBytes: number
}

const ANALYSE_FILE = fileURLToPath(new URL('./analyse-file.ts', import.meta.url))

/** Writes each large trace into a compressed file and analyses it, each in a process of its own. */
export async function* measureAnalysis(
  share: number,
  signal: AbortSignal,
): AsyncGenerator<AnalysisCost, void> {
  const folder = await mkdtemp(join(tmpdir(), 'jadwal-analysis-'))
  try {
    for (const trace of LARGE_TRACES) yield await costOf(trace, share, folder, signal)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function costOf(
  { name, size: wholeSize, lines }: LargeTrace,
  share: number,
  folder: string,
  signal: AbortSignal,
): Promise<AnalysisCost> {
  const size = Math.ceil(wholeSize * share)
  const path = join(folder, 'trace.jsonl.gz')
  const text = Readable.from(withEnds(lines(size)))
  await pipeline(text, createGzip({ level: 1 }), createWriteStream(path), { signal })
  const args = ['--disable-warning=ExperimentalWarning', ANALYSE_FILE, path]
  const { stdout } = await promisify(execFile)(process.execPath, args, { signal })
  const { elapsedMs, cpuMs, maxMemoryBytes } = JSON.parse(stdout)
  return { name, size, elapsedMs, cpuMs, maxMemoryBytes }
}

function* withEnds(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`
}
