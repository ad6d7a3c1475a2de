import { readRequests } from './read-requests.ts'

/** The statements of each request in a log, and the operations. */
export async function requestsIn(log: string, logLinePrefix?: string) {
  const { format, found, notes } = await readRequests(log.trimStart().split('\n'), logLinePrefix)
  return {
    format,
    notes,
    operations: found.map(({ operation }) => operation),
    texts: found.map(({ statements }) => statements.map(({ text }) => text)),
    statements: found.flatMap(({ statements }) => statements),
  }
}
