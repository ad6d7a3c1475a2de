import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { type LoadJob, parseLoadJob } from './load-job.ts'
import type { LoadMessage } from './load-samples.ts'
import { sendLoad } from './send-load.ts'

/**
 * The load generator, a process of its own so that neither the server nor the benchmark shares its event loop. The
 * first line of standard input is a job; the lines of standard output are messages. It exits when its input ends, as
 * it does when the process that started it is gone.
 */
async function main(): Promise<void> {
  const input = createInterface({ input: process.stdin })
  input.once('close', () => process.exit(1))
  const [line]: string[] = await once(input, 'line')
  process.exit(await run(line ?? ''))
}

/** @returns the exit code. */
async function run(line: string): Promise<number> {
  let job: LoadJob
  try {
    job = parseLoadJob(line)
  } catch (error) {
    await write([{ kind: 'refusal', message: error instanceof Error ? error.message : String(error) }])
    return 1
  }
  const { samples, ...summary } = await sendLoad(job)
  await write([
    ...samples.map((sample) => ({ kind: 'sample' as const, sample })),
    { kind: 'summary', summary },
  ])
  return 0
}

function write(messages: LoadMessage[]): Promise<void> {
  const lines = messages.map((message) => `${JSON.stringify(message)}\n`)
  return new Promise((written) => process.stdout.write(lines.join(''), () => written()))
}

await main()
