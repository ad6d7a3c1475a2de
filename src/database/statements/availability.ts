import { DatabaseError } from 'pg'

/**
 * Classes of SQLSTATE: connection failure, transaction rollback (a deadlock with DDL or a truncate),
 * insufficient resources, operator intervention, system error.
 */
const UNAVAILABLE_CLASSES = new Set(['08', '40', '53', '57', '58'])
const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EACCES',
])
/** The driver's own errors of connections have no code. */
const UNAVAILABLE_MESSAGE =
  /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error|^Client was closed|^Query read timeout/

/** Whether a statement failed because the database cannot be used now, and not because of the statement. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseError) return UNAVAILABLE_CLASSES.has(error.code?.slice(0, 2) ?? '')
  if (error instanceof AggregateError) return error.errors.every(isUnavailable)
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string') return UNAVAILABLE_CODES.has(error.code)
  return UNAVAILABLE_MESSAGE.test(error.message)
}
