import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { LoadJob } from './load-job.ts'
import type { LoadMessage, LoadSample, LoadSamples, LoadSummary } from './load-samples.ts'

const LOAD_GENERATOR = fileURLToPath(new URL('./main.ts', import.meta.url))

/**
 * Runs a job in a load generator process, and waits until that has exited. When this process is gone, so is the
 * generator: it exits when its standard input ends.
 *
 * @throws Error where the job is refused or the generator exits without a result; the signal's reason where it is
 *   aborted.
 */
export async function runLoad(job: LoadJob, { signal }: { signal?: AbortSignal } = {}): Promise<LoadSamples> {
  signal?.throwIfAborted()
  const generator = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', LOAD_GENERATOR], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const kill = () => generator.kill('SIGKILL')
  signal?.addEventListener('abort', kill)
  try {
    // Where it exits before it has read its job, its exit says more than the broken pipe.
    generator.stdin.on('error', () => {})
    generator.stdin.write(`${JSON.stringify(job)}\n`)
    const [result, [exitCode, killedBy]] = await Promise.all([
      readResult(generator.stdout),
      once(generator, 'close'),
    ])
    signal?.throwIfAborted()
    if (result.refusal !== undefined) throw new Error(result.refusal)
    if (result.summary === undefined) {
      throw new Error(`expected a summary from the load generator, got exit (${killedBy ?? exitCode})`)
    }
    return { samples: result.samples, ...result.summary }
  } finally {
    signal?.removeEventListener('abort', kill)
  }
}

interface Result {
  samples: LoadSample[]
  summary?: LoadSummary
  refusal?: string
}

async function readResult(output: Readable): Promise<Result> {
  const result: Result = { samples: [] }
  for await (const line of createInterface({ input: output })) {
    const message: LoadMessage = JSON.parse(line)
    if (message.kind === 'sample') result.samples.push(message.sample)
    if (message.kind === 'summary') result.summary = message.summary
    if (message.kind === 'refusal') result.refusal = message.message
  }
  return result
}
