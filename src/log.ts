import pino, { type Logger } from 'pino'
import pretty from 'pino-pretty'
import type { LogLevel } from './environment.ts'

/** Readable lines on a terminal, JSON elsewhere. */
export function createLog(level: LogLevel): Logger {
  return process.stdout.isTTY
    ? pino({ level }, pretty({ translateTime: 'HH:MM:ss', ignore: 'pid,hostname' }))
    : pino({ level })
}
