import { type Arguments, type CommandLine, type Options, runCommand } from '../../../src/command.ts'
import type { Measuring } from '../../run/context/measuring.ts'
import { interruptedBySignals } from './interruption.ts'

/** Runs a command that can be interrupted: it cleans up first. What it reports goes to standard error. */
export async function runMeasuring<Own extends Options>(
  line: CommandLine<Own>,
  main: (args: Arguments<Own>, measuring: Measuring) => Promise<void>,
): Promise<void> {
  await runCommand(line, async (args) => {
    const startMs = performance.now()
    const signal = interruptedBySignals()
    // A closed terminal accepts no more output, and there is still something to clean up.
    for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
    const measuring = {
      serverUrl: process.env.BENCH_DATABASE_URL || undefined,
      command: [line.start, ...process.argv.slice(2)].join(' '),
      signal,
      /** Prints what is being done, and since when. */
      report: (what: string) =>
        console.error(`${((performance.now() - startMs) / 1000).toFixed(0).padStart(5)} s  ${what}`),
    }
    // What is interrupted fails in many ways, such as that a server of the same process group has ended, too.
    await main(args, measuring).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : error
    })
  })
}
