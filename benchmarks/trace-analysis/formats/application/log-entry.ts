import type { LoggedStatement } from '../logged-requests.ts'

/** A line, or several, in which a library logs one statement. */
export interface LogEntry extends Omit<LoggedStatement, 'timeMs'> {
  /** The connection or transaction that it belongs to, where the log names it. */
  session?: string
}

/** How a library writes the statements that it sends. */
export interface EntryPattern {
  library: string
  /** What an entry begins with. */
  start: RegExp
  /** Undefined where the entry is none after all, or was not sent to the database. */
  read(entry: string): LogEntry | undefined
  /** What an entry of its own says about the statement of the entry before it. */
  amend?(entry: string): Pick<LogEntry, 'parameters' | 'durationMs'> | undefined
}
