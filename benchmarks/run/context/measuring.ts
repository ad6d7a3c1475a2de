/** What surrounds a measurement and does not change what it measures. */
export interface MeasuringContext {
  /** Ends it early. */
  signal: AbortSignal
  /** A PostgreSQL server to use instead of an embedded one. */
  serverUrl: string | undefined
  /** The command line that starts the same measurement again. */
  command: string
}

/** That of a measurement which says as it goes on what is being done. */
export interface Measuring extends MeasuringContext {
  report: (what: string) => void
}
