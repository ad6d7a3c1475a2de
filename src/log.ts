import pino, { type Logger } from 'pino'
import pretty from 'pino-pretty'
import type { LogLevel } from './environment.ts'

/** One readable line for each entry on a terminal, JSON elsewhere. */
export function createLog(level: LogLevel): Logger {
  return process.stdout.isTTY
    ? pino({ level }, pretty({ translateTime: 'HH:MM:ss', ignore: 'pid,hostname', singleLine: true }))
    : pino({ level })
}
