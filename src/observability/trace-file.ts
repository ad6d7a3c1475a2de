import { once } from 'node:events'
import { openSync } from 'node:fs'
import sonicBoom, { type SonicBoom } from 'sonic-boom'
import { StartupError } from '../startup-error.ts'
import type { TraceSink } from './recording/operation-trace.ts'

export interface TraceFile {
  write: TraceSink
  /** Resolves when every trace that could be written is in the file. */
  close(): Promise<void>
}

interface TraceFileOptions {
  path: string
  /** Called for each trace that is dropped: the disk is full, or cannot keep up. */
  onDrop(): void
  /** Called once, when the first write fails or the first trace is dropped. */
  onTrouble(reason: string): void
  /** Traces beyond this many bytes that wait to be written are dropped. */
  maxBufferedBytes?: number
}

const DEFAULT_MAX_BUFFERED_BYTES = 64 * 2 ** 20
/** Lines are gathered up to this size or this long: a system call for each costs more than all else a trace does. */
const GATHER_BYTES = 2 ** 16
const GATHER_MS = 10

/**
 * Opens a file to which every trace is appended as a line of JSON. `write` never waits and never fails: a trace that
 * cannot be written is dropped and counted, and only whole lines are dropped.
 *
 * @throws StartupError if the file cannot be opened.
 */
export function openTraceFile(options: TraceFileOptions): TraceFile {
  const { path, onDrop, onTrouble, maxBufferedBytes = DEFAULT_MAX_BUFFERED_BYTES } = options
  const file = new sonicBoom.SonicBoom({
    fd: openToAppend(path),
    minLength: GATHER_BYTES,
    maxWrite: 2 * GATHER_BYTES,
    maxLength: maxBufferedBytes,
    periodicFlush: GATHER_MS,
  })
  let isTroubled = false
  const report = (reason: string) => {
    if (!isTroubled) onTrouble(reason)
    isTroubled = true
  }
  file.on('error', (error: Error) => report(error.message))
  file.on('drop', () => {
    report(`more than ${maxBufferedBytes} bytes wait to be written`)
    onDrop()
  })
  let closed: Promise<void> | undefined
  return {
    write(trace) {
      file.write(`${JSON.stringify(trace, writable)}\n`)
    },
    close() {
      closed ??= endFile(file)
      return closed
    },
  }
}

function openToAppend(path: string): number {
  try {
    return openSync(path, 'a')
  } catch (error) {
    const reason = error instanceof Error ? error.message : error
    throw new StartupError(`traces cannot be written to ${path}: ${reason} (TRACE_FILE)`)
  }
}

async function endFile(file: SonicBoom): Promise<void> {
  const ended = once(file, 'close')
  file.end()
  // An error means that the rest cannot be written either; it has been reported.
  await ended.catch(() => file.destroy())
}

function writable(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
