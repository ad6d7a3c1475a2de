/** A signal that comes again within this time is the same one: npm repeats what a terminal has sent to the whole group. */
const REPEATED_SIGNAL_MS = 500

/** Aborted by the first signal to stop, so that a command can clean up. A second one exits at once. */
export function interruptedBySignals(): AbortSignal {
  const interruption = new AbortController()
  let stoppedAtMs: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stoppedAtMs === undefined) {
        stoppedAtMs = performance.now()
        interruption.abort(new Error(`stopped by ${signal}`))
      } else if (performance.now() - stoppedAtMs > REPEATED_SIGNAL_MS) process.exit(1)
    })
  }
  return interruption.signal
}
