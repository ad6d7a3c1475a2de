import { UsageError } from './bench-options.ts'

/** What a command that measures for minutes gives to its work. */
export interface Measuring {
  /** The URL of a PostgreSQL server to use, if one is set. */
  serverUrl: string | undefined
  /** How the command was started. */
  command: string
  /** Aborted when the command is to stop. */
  signal: AbortSignal
  /** Prints what is being done, and since when. */
  report: (what: string) => void
}

class Interruption extends Error {}

/** Runs a command: its progress and its errors go to standard error, and an interruption ends it after it has cleaned up. */
export async function runMeasuring(
  name: string,
  main: (args: string[], measuring: Measuring) => Promise<void>,
): Promise<void> {
  const args = process.argv.slice(2)
  const interruption = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => interruption.abort(new Interruption(`stopped by ${signal}`)))
  }
  const startMs = performance.now()
  const measuring = {
    serverUrl: process.env.BENCH_DATABASE_URL || undefined,
    command: [`npm run ${name} --`, ...args].join(' '),
    signal: interruption.signal,
    report: (what: string) =>
      console.error(`${((performance.now() - startMs) / 1000).toFixed(0).padStart(5)} s  ${what}`),
  }
  try {
    await main(args, measuring)
  } catch (error) {
    if (error instanceof Interruption) console.error(`${name}: ${error.message}`)
    else if (error instanceof UsageError) console.error(`${name}: ${error.message} (see --help)`)
    // An error of parseArgs is about the command line: its first sentence says all.
    else if (isArgumentError(error)) console.error(`${name}: ${error.message.split('. ')[0]} (see --help)`)
    else console.error(error)
    process.exitCode = 1
  }
}

function isArgumentError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
