import pino, { type Logger } from 'pino'
import pretty from 'pino-pretty'
import type { LogLevel } from './environment.ts'

const STANDARD_OUTPUT = 1
const BUFFER_BYTES = 16_384
const FLUSH_EVERY_MS = 500

/** One readable line for each entry on a terminal, JSON elsewhere. */
export function createLog(level: LogLevel): Logger {
  return process.stdout.isTTY
    ? pino({ level }, pretty({ translateTime: 'HH:MM:ss', ignore: 'pid,hostname', singleLine: true }))
    : createJsonLog(level, STANDARD_OUTPUT)
}

/**
 * Writes lines of JSON to a file, several at a time: a system call for each would be the most expensive part of a
 * request. What is buffered is written twice a second, and when the process exits.
 *
 * @param file its path or descriptor.
 */
export function createJsonLog(level: LogLevel, file: string | number): Logger {
  // One write has to be able to take more than what is buffered.
  const destination = pino.destination({
    ...{ dest: file, sync: false },
    minLength: BUFFER_BYTES,
    maxWrite: 2 * BUFFER_BYTES,
  })
  setInterval(() => destination.flush(), FLUSH_EVERY_MS).unref()
  return pino({ level }, destination)
}
