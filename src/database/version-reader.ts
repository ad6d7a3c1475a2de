import { createSingleConnection } from './single-connection.ts'
import type { LabelledStatement, StatementObserver } from './statements/statement-observer.ts'

export interface VersionReader {
  /**
   * Reads the version of the data in a snapshot that is taken after the call. One call at a time.
   *
   * @throws Error if the database does not answer within a second.
   */
  read(): Promise<string>
  close(): Promise<void>
}

const STATEMENT: LabelledStatement = {
  label: 'data_version',
  name: 'data_version',
  text: 'select version from data_version',
}

/** Reads the version on a connection of its own: an answer from memory does not wait for operations. */
export function createVersionReader(url: string, observe: StatementObserver): VersionReader {
  const connection = createSingleConnection({
    url,
    applicationName: 'jadwal memory',
    observe,
  })
  return {
    async read() {
      const [row] = await connection.query<{ version: string }>(STATEMENT)
      if (row === undefined) throw new Error('expected data_version to have a row, got none')
      return row.version
    },
    close: connection.close,
  }
}
