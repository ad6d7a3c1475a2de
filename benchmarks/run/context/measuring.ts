import type { ResultHead } from '../../result.ts'
import { describeMachine } from '../machine/machine.ts'

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

/** The head of the result of a measurement that ends now. */
export function resultHead(startedAt: Date): ResultHead {
  return {
    startedAt: startedAt.toISOString(),
    durationSeconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
    machine: describeMachine(),
  }
}
